package dev.tocsin.server.ingest;

import dev.tocsin.series.SeriesWriter;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// The one door for samples. Every way in opens a [SampleBatch], fills it and commits it as a
/// whole. Limits are the same for all; what is refused is counted by reason.
public final class SampleSink {
  private final SeriesWriter writer;
  private final InstantSource clock;
  private final SampleLimits limits;
  private final LongAdder accepted = new LongAdder();
  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);

  public SampleSink(SeriesWriter writer, InstantSource clock, SampleLimits limits) {
    this.writer = writer;
    this.clock = clock;
    this.limits = limits;
    for (var refusal : Refusal.values()) {
      refused.put(refusal, new LongAdder());
    }
  }

  /// A new batch; for one thread.
  public SampleBatch open() {
    long latest = clock.millis() + limits.ahead().toMillis();
    return new SampleBatch(this, writer.appender(), limits, latest);
  }

  /// Samples that were committed since the start.
  public long accepted() {
    return accepted.sum();
  }

  /// Samples that were refused since the start, by reason; each reason is there.
  public Map<Refusal, Long> refused() {
    var counts = new EnumMap<Refusal, Long>(Refusal.class);
    refused.forEach((refusal, count) -> counts.put(refusal, count.sum()));
    return counts;
  }

  /// Counts a sample that a way in refuses by a limit of its own.
  public void refuse(Refusal refusal) {
    var count = refused.get(refusal);
    if (count == null) {
      throw new IllegalStateException("BUG: no count for " + refusal);
    }
    count.increment();
  }

  void accept(int count) {
    accepted.add(count);
  }
}
