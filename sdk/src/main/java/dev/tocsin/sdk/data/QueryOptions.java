package dev.tocsin.sdk.data;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/// How queries are watched.
///
/// @param slowThreshold a query that takes as long, or longer, is slow
/// @param logShare the share of ordinary queries that is logged, 0 to 1; slow and failed ones
///   always are
/// @param random values from 0 to 1 that choose them
public record QueryOptions(Duration slowThreshold, double logShare, DoubleSupplier random) {

  public QueryOptions {
    if (slowThreshold.isNegative() || slowThreshold.isZero()) {
      throw new IllegalArgumentException(
          "The threshold of slow queries is " + slowThreshold + "; it must be above zero.");
    }
    if (!(logShare >= 0 && logShare <= 1)) {
      throw new IllegalArgumentException(
          "The share of queries to log is " + logShare + "; it must be from 0 to 1.");
    }
  }

  /// Half a second, a tenth of the queries.
  public static QueryOptions defaults() {
    return of(Duration.ofMillis(500), 0.1);
  }

  /// See the components.
  public static QueryOptions of(Duration slowThreshold, double logShare) {
    return new QueryOptions(
        slowThreshold, logShare, () -> ThreadLocalRandom.current().nextDouble());
  }
}
