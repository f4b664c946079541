package dev.tocsin.sdk.usage;

import java.math.BigDecimal;

/// Figures of several calls of one source. Sums of different sources are never added.
///
/// @param zeroCostCalls calls with tokens that were booked at no cost
/// @param inputCost in units of the currency
/// @param outputCost in units of the currency
public record UsageSums(
    long calls,
    long zeroCostCalls,
    long inputTokens,
    long outputTokens,
    BigDecimal inputCost,
    BigDecimal outputCost) {

  /// Both directions.
  public BigDecimal cost() {
    return inputCost.add(outputCost);
  }
}
