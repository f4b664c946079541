package dev.tocsin.server.query;

import dev.tocsin.promql.QueryLimits;
import dev.tocsin.server.config.Settings;
import java.time.Duration;

/// What queries may cost: the section `query`.
///
/// @param timeout how long a query may take, waiting included
/// @param concurrency how many are evaluated at a time
/// @param waiting how many more may wait; others are refused at once
/// @param slowAfter from when on a query is told in the log
public record QueryOptions(
    Duration timeout, int concurrency, int waiting, Duration slowAfter, QueryLimits limits) {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration USUAL_SLOW_AFTER = Duration.ofSeconds(2);
  private static final int USUAL_WAITING = 256;
  private static final int MOST_CONCURRENCY = 256;
  private static final int MOST_WAITING = 10_000;
  private static final int LEAST_SAMPLES = 1_000;

  public static QueryOptions defaults() {
    return new QueryOptions(
        USUAL_TIMEOUT, cores(), USUAL_WAITING, USUAL_SLOW_AFTER, QueryLimits.defaults());
  }

  /// Reads the keys `timeout`, `concurrency`, `waiting`, `slow_after` and `max_samples`.
  public static QueryOptions read(Settings section) {
    var usual = QueryLimits.defaults();
    int usualSamples = (int) Math.min(usual.samples(), Integer.MAX_VALUE);
    int samples = section.integer("max_samples", usualSamples, LEAST_SAMPLES, Integer.MAX_VALUE);
    var options =
        new QueryOptions(
            section.duration(
                "timeout", USUAL_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(10)),
            section.integer("concurrency", cores(), 1, MOST_CONCURRENCY),
            section.integer("waiting", USUAL_WAITING, 0, MOST_WAITING),
            section.duration(
                "slow_after", USUAL_SLOW_AFTER, Duration.ofMillis(1), Duration.ofMinutes(10)),
            new QueryLimits(samples, usual.points(), usual.depth()));
    section.finish();
    return options;
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }
}
