package dev.tocsin.server.ingest;

import dev.tocsin.series.AppendResult;
import dev.tocsin.series.Appender;
import dev.tocsin.series.Labels;
import java.util.Optional;

/// Samples that become readable and durable together, or not at all.
///
/// A source that writes the same series again and again asks for [#reference(Labels)] once and
/// appends by reference; references outlive the batch. Others use [#add(Labels, long, double)].
public final class SampleBatch implements AutoCloseable {
  private final SampleSink sink;
  private final Appender appender;
  private final SampleLimits limits;
  private final long latestMillis;
  private int taken;

  SampleBatch(SampleSink sink, Appender appender, SampleLimits limits, long latestMillis) {
    this.sink = sink;
    this.appender = appender;
    this.limits = limits;
    this.latestMillis = latestMillis;
  }

  /// The reference of a series, which is created if it is new.
  ///
  /// @throws RefusedSeriesException if the series breaks a limit; it is counted
  public long reference(Labels series) {
    try {
      limits.check(series);
      long reference = appender.reference(series);
      if (reference == Appender.NO_REFERENCE) {
        throw new RefusedSeriesException(
            Refusal.SERIES_LIMIT,
            "the store holds as many series as it may; raise store.series_limit or drop labels");
      }
      return reference;
    } catch (RefusedSeriesException e) {
      sink.refuse(e.refusal());
      throw e;
    }
  }

  /// Adds a sample. Refused samples are counted and do not hinder the others.
  ///
  /// @return [AppendResult#UNKNOWN_SERIES] when the caller must ask for a new reference
  public AppendResult append(long reference, long timestampMillis, double value) {
    if (timestampMillis > latestMillis) {
      sink.refuse(Refusal.TOO_FAR_AHEAD);
      return AppendResult.OUT_OF_ORDER;
    }
    var result = appender.append(reference, timestampMillis, value);
    switch (result) {
      case APPENDED -> taken++;
      case DUPLICATE -> sink.refuse(Refusal.DUPLICATE);
      case CONFLICT -> sink.refuse(Refusal.CONFLICT);
      case OUT_OF_ORDER -> sink.refuse(Refusal.OUT_OF_ORDER);
      case TOO_OLD -> sink.refuse(Refusal.TOO_OLD);
      case UNKNOWN_SERIES -> {
        // not refused: the caller tries again with a new reference
      }
    }
    return result;
  }

  /// Adds a sample of a series that is written seldom; the reason if the series is refused.
  public Optional<Refusal> add(Labels series, long timestampMillis, double value) {
    try {
      append(reference(series), timestampMillis, value);
      return Optional.empty();
    } catch (RefusedSeriesException e) {
      return Optional.of(e.refusal());
    }
  }

  /// Makes all samples of the batch readable and durable.
  ///
  /// @throws java.io.UncheckedIOException if they cannot be written; then none is readable
  public void commit() {
    appender.commit();
    sink.accept(taken);
    taken = 0;
  }

  @Override
  public void close() {
    appender.close();
  }
}
