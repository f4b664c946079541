package dev.tocsin.promql;

/// What one query may cost.
///
/// @param samples the most samples held in memory at a time, over all parts of the query
/// @param points the most steps of a range query
/// @param depth the deepest nesting of expressions
public record QueryLimits(long samples, int points, int depth) {
  private static final long DEFAULT_SAMPLES = 50_000_000;
  private static final int DEFAULT_POINTS = 11_000;
  private static final int DEFAULT_DEPTH = 256;

  public QueryLimits {
    if (samples < 1 || points < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "query limits must be positive: samples %d, points %d, depth %d"
              .formatted(samples, points, depth));
    }
  }

  public static QueryLimits defaults() {
    return new QueryLimits(DEFAULT_SAMPLES, DEFAULT_POINTS, DEFAULT_DEPTH);
  }
}
