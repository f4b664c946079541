package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.Labels;
import dev.tocsin.series.Staleness;
import dev.tocsin.server.ingest.RefusedSeriesException;
import dev.tocsin.server.ingest.SampleBatch;
import dev.tocsin.server.ingest.SampleSink;
import dev.tocsin.server.ingest.TargetStatus;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Collects from one target. A scrape counts wholly or not at all: its samples, the markers for
/// series that ended and the report (`up` and the like) are one batch. When it fails, all series of
/// the target are marked as ended and only the report is written.
///
/// A series ends when the next good scrape does not have it, when a scrape fails, and when the
/// target is removed; samples with timestamps of their own get no markers. A stop of the server
/// marks nothing, so that a restart leaves no gap: the first scrape afterwards marks what the store
/// still holds of the target and the target no longer sends (see [FormerSeries]). Targets that were
/// removed while the server was down end with the query language's look-back.
final class ScrapeTarget {
  private final ScrapeJob job;
  private final ScrapeJob.Target target;
  private final ExpositionClient client;
  private final SampleSink sink;
  private final FormerSeries former;
  private final SeriesCache cache = new SeriesCache();
  private final TargetReport report;

  private long scrapes;
  private int lastLength;
  private volatile Optional<TargetStatus.Collection> last = Optional.empty();

  ScrapeTarget(
      ScrapeJob job,
      ScrapeJob.Target target,
      ExpositionClient client,
      SampleSink sink,
      FormerSeries former) {
    this.job = job;
    this.target = target;
    this.client = client;
    this.sink = sink;
    this.former = former;
    this.report = new TargetReport(target.labels());
  }

  ScrapeJob job() {
    return job;
  }

  ScrapeJob.Target target() {
    return target;
  }

  TargetStatus status() {
    return new TargetStatus(
        job.name(),
        target.address(),
        target.labels(),
        job.timing().interval(),
        job.timing().timeout(),
        last);
  }

  /// One scrape, its samples at the given time.
  void scrape(long atMillis) throws InterruptedException {
    long start = System.nanoTime();
    scrapes++;
    var ended = scrapes == 1 ? former.of(target.labels(), atMillis) : Set.<Labels>of();
    try {
      var body = client.fetch(job, target, lastLength);
      lastLength = body.length() + 1;
      take(body, ended, new Time(atMillis, start));
    } catch (ScrapeException | ExpositionException e) {
      fail(String.valueOf(e.getMessage()), ended, new Time(atMillis, start));
    }
  }

  /// When a scrape is for, and when its work began.
  private record Time(long atMillis, long startNanos) {
    Duration spent() {
      return Duration.ofNanos(System.nanoTime() - startNanos);
    }
  }

  private void take(ExpositionClient.Body body, Set<Labels> ended, Time time)
      throws ExpositionException, ScrapeException {
    try (var batch = sink.open()) {
      var intake = new Intake(job, target.labels(), cache, batch, sink);
      intake.read(body, scrapes, time.atMillis());
      markEnded(batch, time.atMillis());
      for (var labels : ended) {
        var entry = cache.find(labels);
        if (entry == null || entry.scrape != scrapes) {
          batch.add(labels, time.atMillis(), Staleness.MARKER);
        }
      }
      var spent = time.spent();
      report.write(batch, time.atMillis(), new TargetReport.Outcome(true, spent, intake.counts()));
      batch.commit();
      settle();
      remember(time.atMillis(), spent, intake.counts().samples(), "", intake.warning());
    } catch (RefusedSeriesException e) {
      throw new ScrapeException(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      throw new ScrapeException("the samples cannot be stored: " + e.getMessage());
    }
  }

  /// Marks the series that were live before this scrape and are not in it.
  private void markEnded(SampleBatch batch, long atMillis) {
    for (var entry : cache.entries()) {
      if (entry.live && entry.scrape != scrapes) {
        batch.append(entry.reference, atMillis, Staleness.MARKER);
      }
    }
  }

  /// After the commit: what was read is live, the rest is forgotten.
  private void settle() {
    for (var entry : cache.entries()) {
      entry.live = entry.scrape == scrapes && !entry.timed;
    }
    cache.keepOnly(scrapes);
  }

  private void fail(String error, Set<Labels> ended, Time time) {
    var spent = time.spent();
    try (var batch = sink.open()) {
      markAll(batch, ended, time.atMillis());
      report.write(
          batch, time.atMillis(), new TargetReport.Outcome(false, spent, TargetReport.Counts.NONE));
      batch.commit();
      cache.entries().forEach(entry -> entry.live = false);
      remember(time.atMillis(), spent, 0, error, "");
    } catch (UncheckedIOException e) {
      var reason = error + "; nor can that be stored: " + e.getMessage();
      remember(time.atMillis(), spent, 0, reason, "");
    }
  }

  private void markAll(SampleBatch batch, Set<Labels> ended, long atMillis) {
    for (var entry : cache.entries()) {
      if (entry.live) {
        batch.append(entry.reference, atMillis, Staleness.MARKER);
      }
    }
    for (var labels : ended) {
      batch.add(labels, atMillis, Staleness.MARKER);
    }
  }

  /// The target is no longer collected from: ends its series and its report.
  void remove(long atMillis) {
    if (scrapes == 0) {
      return;
    }
    try (var batch = sink.open()) {
      markAll(batch, Set.of(), atMillis);
      report.end(batch, atMillis);
      batch.commit();
    }
  }

  private void remember(long atMillis, Duration spent, int samples, String error, String warning) {
    last =
        Optional.of(
            new TargetStatus.Collection(atMillis, spent.toMillis(), samples, error, warning));
  }
}
