package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.Labels;
import dev.tocsin.series.Staleness;
import dev.tocsin.server.ingest.SampleBatch;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The series that each scrape writes about itself.
final class TargetReport {
  private static final String UP = "up";
  private static final String DURATION = "scrape_duration_seconds";
  private static final String SAMPLES = "scrape_samples_scraped";
  private static final String ADDED = "scrape_series_added";
  static final Set<String> NAMES = Set.of(UP, DURATION, SAMPLES, ADDED);
  private static final double NANOS_PER_SECOND = 1e9;

  private final Labels up;
  private final Labels duration;
  private final Labels samples;
  private final Labels added;

  /// @param samples how many samples the body had
  /// @param added how many series the scrape before did not have
  record Counts(int samples, int added) {
    static final Counts NONE = new Counts(0, 0);
  }

  record Outcome(boolean up, Duration spent, Counts counts) {}

  TargetReport(Labels target) {
    up = target.with(Labels.METRIC_NAME, UP);
    duration = target.with(Labels.METRIC_NAME, DURATION);
    samples = target.with(Labels.METRIC_NAME, SAMPLES);
    added = target.with(Labels.METRIC_NAME, ADDED);
  }

  void write(SampleBatch batch, long atMillis, Outcome outcome) {
    batch.add(up, atMillis, outcome.up() ? 1 : 0);
    batch.add(duration, atMillis, outcome.spent().toNanos() / NANOS_PER_SECOND);
    batch.add(samples, atMillis, outcome.counts().samples());
    batch.add(added, atMillis, outcome.counts().added());
  }

  void end(SampleBatch batch, long atMillis) {
    for (var labels : List.of(up, duration, samples, added)) {
      batch.add(labels, atMillis, Staleness.MARKER);
    }
  }
}
