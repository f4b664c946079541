package dev.tocsin.sdk.health;

/// What a probe surface answers: an HTTP status and a JSON body.
public record HealthAnswer(int httpStatus, String json) {}
