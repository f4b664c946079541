package dev.tocsin.sdk.guard;

import java.time.Duration;

/// How old a value may be, a business decision.
///
/// @param freshFor up to and including this age a value is fresh
/// @param grace up to and including this time beyond, it is stale and still used
/// @param staleKey the fallback key that is active while stale values are used
/// @param rejectedKey the fallback key that is active while values are refused
public record StalenessRule(
    Duration freshFor, Duration grace, String staleKey, String rejectedKey) {

  public StalenessRule {
    if (freshFor.isNegative() || freshFor.isZero() || grace.isNegative()) {
      throw new IllegalArgumentException(
          "A staleness rule needs a positive time of freshness and a grace window of zero or more,"
              + " not "
              + freshFor
              + " and "
              + grace
              + ".");
    }
  }

  /// Exchange rates under the keys of the operations contract.
  public static StalenessRule fxRates(Duration freshFor, Duration grace) {
    return new StalenessRule(
        freshFor, grace, "i18n.fx-rates.stale-grace-window", "i18n.fx-rates.expired");
  }

  Duration limit() {
    return freshFor.plus(grace);
  }
}
