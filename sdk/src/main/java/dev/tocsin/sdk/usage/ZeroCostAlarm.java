package dev.tocsin.sdk.usage;

/// Hears at once of a call to an active model that was booked at no cost: a gap in the prices, and
/// a matter for finance. Called for each such call; whoever implements it removes repetitions.
@FunctionalInterface
public interface ZeroCostAlarm {

  /// The beginning of every key; the model's name follows.
  String KEY_PREFIX = "llm-gateway.pricing.zero-cost.";

  /// @param key `llm-gateway.pricing.zero-cost.<model>`
  /// @param message what happened and what to do, for people
  void raise(String key, String message);
}
