package dev.tocsin.sdk.data;

/// A feature began to work without Redis, or has it again.
///
/// @param active whether it works without Redis now
/// @param reason why; empty when it has Redis again
public record RedisFallback(String feature, boolean active, String reason) {}
