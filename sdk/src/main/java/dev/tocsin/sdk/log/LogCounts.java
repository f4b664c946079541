package dev.tocsin.sdk.log;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts what became of log lines. Logging begins before there is a registry, so what is counted
/// until [#publish] is added then.
public final class LogCounts {

  private final Count written = new Count();
  private final Count sampledOut = new Count();
  private final Count dropped = new Count();
  private final Count shippingDropped = new Count();

  /// A count that becomes a metric later. Requests pass here, so nobody waits once it is one.
  private static final class Count {
    private final LongAdder total = new LongAdder();
    private volatile @Nullable Recorder metric;

    void add(long lines) {
      Recorder known = metric;
      if (known == null) {
        addBefore(lines);
      } else {
        total.add(lines);
        known.add((double) lines);
      }
    }

    private synchronized void addBefore(long lines) {
      total.add(lines);
      Recorder known = metric;
      if (known != null) {
        known.add((double) lines);
      }
    }

    synchronized void publish(Recorder as) {
      as.add((double) total.sum());
      metric = as;
    }
  }

  @FunctionalInterface
  private interface Recorder {
    void add(double lines);
  }

  /// From now on the counts are metrics of this registry.
  public void publish(Telemetry telemetry) {
    CounterFamily lost =
        telemetry.counter(
            "telemetry_dropped_total", "Telemetry that was lost on its way to a sink.", "sink");
    lost.declare(LokiShipper.SINK);
    written.publish(telemetry.counter("log_lines_total", "Log lines that were written.")::add);
    sampledOut.publish(
        telemetry.counter(
                "log_lines_sampled_out_total",
                "Log lines of sampled requests that were left out on purpose.")
            ::add);
    dropped.publish(
        telemetry.counter("log_lines_dropped_total", "Log lines that were lost: a buffer was full.")
            ::add);
    shippingDropped.publish(lines -> lost.add(lines, LokiShipper.SINK));
  }

  public void written() {
    written.add(1);
  }

  public void sampledOut(int lines) {
    sampledOut.add(lines);
  }

  public void dropped(int lines) {
    dropped.add(lines);
  }

  /// Lines that did not reach Loki; they are dropped lines too.
  void shippingDropped(int lines) {
    dropped(lines);
    shippingDropped.add(lines);
  }

  public long totalWritten() {
    return written.total.sum();
  }

  public long totalSampledOut() {
    return sampledOut.total.sum();
  }

  public long totalDropped() {
    return dropped.total.sum();
  }
}
