package dev.tocsin.sdk.usage;

/// A row of the daily aggregate, or of the difference between it and the events.
///
/// @param user `*` where users are taken together
/// @param currency ISO 4217
public record UsageRow(
    String user, ModelId model, UsageSource source, String currency, UsageSums sums) {}
