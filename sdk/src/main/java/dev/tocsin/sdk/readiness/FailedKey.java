package dev.tocsin.sdk.readiness;

/// A key that keeps a promotion from happening.
///
/// @param reason a sentence without the value, fit for a pipeline's log
public record FailedKey(String key, String reason) {}
