package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.AppendResult;
import dev.tocsin.series.Labels;
import dev.tocsin.server.ingest.Refusal;
import dev.tocsin.server.ingest.RefusedSeriesException;
import dev.tocsin.server.ingest.SampleBatch;
import dev.tocsin.server.ingest.SampleSink;
import org.jspecify.annotations.Nullable;

/// Brings the samples of one body into a batch.
///
/// A series that stands in the body twice keeps its first value; the second is counted as a
/// duplicate and told as a warning, because a doubtful value must not cost all the others.
final class Intake {
  private static final String EXPORTED = "exported_";

  private final ScrapeJob job;
  private final Labels target;
  private final SeriesCache cache;
  private final SampleBatch batch;
  private final SampleSink sink;

  private int samples;
  private int added;
  private int leftOut;
  private String firstWarning = "";

  Intake(ScrapeJob job, Labels target, SeriesCache cache, SampleBatch batch, SampleSink sink) {
    this.job = job;
    this.target = target;
    this.cache = cache;
    this.batch = batch;
    this.sink = sink;
  }

  TargetReport.Counts counts() {
    return new TargetReport.Counts(samples, added);
  }

  /// What was left out; empty when nothing was.
  String warning() {
    return leftOut <= 1 ? firstWarning : firstWarning + " (and " + (leftOut - 1) + " more)";
  }

  /// @param scrape the number of this scrape, greater than all before
  void read(ExpositionClient.Body body, long scrape, long atMillis)
      throws ExpositionException, ScrapeException {
    var parser = new ExpositionParser(body.text(), body.length(), body.format());
    while (advance(parser)) {
      if (++samples > job.body().samples()) {
        sink.refuse(Refusal.SAMPLE_LIMIT);
        throw new ScrapeException("there are more than " + job.body().samples() + " samples");
      }
      var entry = entry(parser);
      if (entry != null) {
        append(parser, entry, scrape, atMillis);
      }
    }
    if (samples == 0 && leftOut > 0) {
      throw new ScrapeException("no line is usable: " + warning());
    }
  }

  private boolean advance(ExpositionParser parser) throws ExpositionException {
    while (true) {
      try {
        return parser.next();
      } catch (ExpositionException e) {
        if (job.body().badLines() == BadLines.REJECT_SCRAPE || parser.isAtEnd()) {
          throw e;
        }
        leaveOut(String.valueOf(e.getMessage()));
        parser.skipLine();
      }
    }
  }

  /// The series that the parser stands on; null when it is left out.
  private SeriesCache.@Nullable Entry entry(ExpositionParser parser)
      throws ExpositionException, ScrapeException {
    var known = cache.find(parser);
    if (known != null) {
      return known;
    }
    try {
      var labels = merged(parser.labels());
      var entry = cache.find(labels);
      if (entry == null) {
        entry = new SeriesCache.Entry(labels, batch.reference(labels));
      }
      cache.add(parser, entry);
      return entry;
    } catch (ExpositionException e) {
      if (job.body().badLines() == BadLines.REJECT_SCRAPE) {
        throw e;
      }
      leaveOut(String.valueOf(e.getMessage()));
    } catch (RefusedSeriesException e) {
      if (job.body().badLines() == BadLines.REJECT_SCRAPE) {
        throw new ScrapeException(String.valueOf(e.getMessage()));
      }
      leaveOut(String.valueOf(e.getMessage()));
    }
    return null;
  }

  /// The target's own labels win; labels of the same name that the target sends are kept as
  /// `exported_…`.
  private Labels merged(Labels scraped) {
    var builder = scraped.toBuilder();
    for (int i = 0; i < target.size(); i++) {
      var name = target.name(i);
      var sent = scraped.get(name);
      if (!sent.isEmpty()) {
        var free = EXPORTED + name;
        while (scraped.has(free) || target.has(free)) {
          free = EXPORTED + free;
        }
        builder.set(free, sent);
      }
      builder.set(name, target.value(i));
    }
    return builder.build();
  }

  private void append(
      ExpositionParser parser, SeriesCache.Entry entry, long scrape, long atMillis) {
    boolean timed = parser.timed();
    if (entry.scrape == scrape && !timed) {
      sink.refuse(Refusal.DUPLICATE);
      leaveOut(entry.labels + " is there twice; its first value is kept");
      return;
    }
    if (entry.scrape < scrape && !entry.live && !entry.timed) {
      added++;
    }
    entry.scrape = scrape;
    entry.timed = timed;
    long at = timed ? parser.timestampMillis() : atMillis;
    var result = batch.append(entry.reference, at, parser.value());
    if (result == AppendResult.UNKNOWN_SERIES) {
      entry.reference = batch.reference(entry.labels);
      result = batch.append(entry.reference, at, parser.value());
    }
    if (result != AppendResult.APPENDED && result != AppendResult.DUPLICATE) {
      leaveOut(entry.labels + " is refused: " + result);
    }
  }

  private void leaveOut(String why) {
    if (leftOut++ == 0) {
      firstWarning = why;
    }
  }
}
