package dev.tocsin.sdk.usage;

/// The tokens of one call. Counts below zero or above [#MAX_TOKENS] are brought to the bound: the
/// accounting of a call never breaks the call.
public record TokenUsage(long inputTokens, long outputTokens, UsageSource source) {

  /// Per direction and call.
  public static final long MAX_TOKENS = 100_000_000;

  public TokenUsage {
    inputTokens = bounded(inputTokens);
    outputTokens = bounded(outputTokens);
  }

  /// As the provider counted.
  public static TokenUsage reported(long inputTokens, long outputTokens) {
    return new TokenUsage(inputTokens, outputTokens, UsageSource.REPORTED);
  }

  /// As the application reckons, because the provider did not say.
  public static TokenUsage estimated(long inputTokens, long outputTokens) {
    return new TokenUsage(inputTokens, outputTokens, UsageSource.ESTIMATED);
  }

  private static long bounded(long tokens) {
    return Math.max(0, Math.min(tokens, MAX_TOKENS));
  }
}
