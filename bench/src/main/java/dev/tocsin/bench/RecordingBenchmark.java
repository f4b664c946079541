package dev.tocsin.bench;

import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.HistogramFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A counter's increment beside Micrometer's own, with the counter in the hand and with a look-up
/// by labels, and the recording of a whole HTTP request.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordingBenchmark {

  private static final int STATUSES = 4;

  private final Telemetry telemetry = new Telemetry();
  private final ApplicationMetrics metrics = new ApplicationMetrics(telemetry);
  private final CounterFamily plain = telemetry.counter("plain_total", "Without labels.");
  private final CounterFamily labelled =
      telemetry.counter("labelled_total", "With labels.", "method", "route", "status");
  private final HistogramFamily histogram = telemetry.histogram("order_total_amount");
  private final Counter micrometer = telemetry.registry().counter("micrometer");
  private final String[] statuses = {"200", "201", "404", "503"};
  private int next;

  @TearDown
  public void close() {
    telemetry.close();
  }

  @Benchmark
  public void micrometerInTheHand() {
    micrometer.increment();
  }

  @Benchmark
  public void plainCounter() {
    plain.increment();
  }

  @Benchmark
  public void micrometerByLabels() {
    telemetry
        .registry()
        .counter("micrometer.labelled", "method", "GET", "route", "/products", "status", status())
        .increment();
  }

  @Benchmark
  public void counterByLabels() {
    labelled.increment("GET", "/products", status());
  }

  @Benchmark
  public void histogramByLabels() {
    histogram.record(49.9, "EUR");
  }

  @Benchmark
  public void httpRequest() {
    metrics.http().begin().finish("GET", "/products/{id}", 200);
  }

  private String status() {
    next = (next + 1) % STATUSES;
    return statuses[next];
  }
}
