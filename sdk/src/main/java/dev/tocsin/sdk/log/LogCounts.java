package dev.tocsin.sdk.log;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import org.jspecify.annotations.Nullable;

/// Counts what became of log lines. Logging begins before there is a registry, so what is counted
/// until [#publish] is added then.
public final class LogCounts {

  private long written;
  private long sampledOut;
  private long dropped;
  private long shippingDropped;
  private @Nullable Families families;

  private record Families(
      CounterFamily written,
      CounterFamily sampledOut,
      CounterFamily dropped,
      CounterFamily telemetryDropped) {}

  /// From now on the counts are metrics of this registry.
  public synchronized void publish(Telemetry telemetry) {
    Families now =
        new Families(
            telemetry.counter("log_lines_total", "Log lines that were written."),
            telemetry.counter(
                "log_lines_sampled_out_total",
                "Log lines of sampled requests that were left out on purpose."),
            telemetry.counter(
                "log_lines_dropped_total", "Log lines that were lost: a buffer was full."),
            telemetry.counter(
                "telemetry_dropped_total",
                "Telemetry that was lost on its way to a sink.",
                "sink"));
    now.telemetryDropped.declare(LokiShipper.SINK);
    now.written.add((double) written);
    now.sampledOut.add((double) sampledOut);
    now.dropped.add((double) dropped);
    now.telemetryDropped.add((double) shippingDropped, LokiShipper.SINK);
    families = now;
  }

  public synchronized void written() {
    written++;
    if (families != null) {
      families.written.increment();
    }
  }

  public synchronized void sampledOut(int lines) {
    sampledOut += lines;
    if (families != null) {
      families.sampledOut.add(lines);
    }
  }

  public synchronized void dropped(int lines) {
    dropped += lines;
    if (families != null) {
      families.dropped.add(lines);
    }
  }

  /// Lines that did not reach Loki; they are dropped lines too.
  synchronized void shippingDropped(int lines) {
    dropped(lines);
    shippingDropped += lines;
    if (families != null) {
      families.telemetryDropped.add(lines, LokiShipper.SINK);
    }
  }

  public synchronized long totalWritten() {
    return written;
  }

  public synchronized long totalSampledOut() {
    return sampledOut;
  }

  public synchronized long totalDropped() {
    return dropped;
  }
}
