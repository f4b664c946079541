package dev.tocsin.sdk.usage;

import java.time.LocalDate;

/// The price of a model family from a day on.
///
/// @param inputNanosPerMillion nano-units for a million input tokens
/// @param outputNanosPerMillion nano-units for a million output tokens
record TokenPrice(LocalDate validFrom, long inputNanosPerMillion, long outputNanosPerMillion) {

  private static final long MILLION = 1_000_000;

  Cost costOf(TokenUsage usage) {
    return costOf(usage.inputTokens(), usage.outputTokens());
  }

  Cost costOf(long inputTokens, long outputTokens) {
    return new Cost(
        cost(inputTokens, inputNanosPerMillion), cost(outputTokens, outputNanosPerMillion));
  }

  /// Splits the price so that no product overflows: 1e8 tokens at 1e5 units a million, the limits
  /// of both, are 1e16 nano-units.
  private static long cost(long tokens, long nanosPerMillion) {
    long whole = tokens * (nanosPerMillion / MILLION);
    long rest = tokens * (nanosPerMillion % MILLION);
    return whole + (rest + MILLION / 2) / MILLION;
  }
}
