package dev.tocsin.sdk.metrics;

/// What one call of a model used.
///
/// @param inputCost in the currency of the price list
/// @param outputCost in the currency of the price list
public record LlmUsage(
    long inputTokens, long outputTokens, double inputCost, double outputCost, UsageSource source) {}
