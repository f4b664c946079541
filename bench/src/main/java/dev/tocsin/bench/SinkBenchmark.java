package dev.tocsin.bench;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.sink.AsyncSink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a request pays for giving a record to the asynchronous sink: with a receiver that keeps up,
/// and with one that is stuck, so that every record is dropped.
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SinkBenchmark {
  private static final int CAPACITY = 8_192;

  @Param({"keeps-up", "stuck"})
  public String receiver = "";

  private final CountDownLatch release = new CountDownLatch(1);
  private @Nullable AsyncSink<String> sink;

  @Setup(Level.Trial)
  public void open() {
    sink =
        new AsyncSink<>(
            "bench",
            CAPACITY,
            batch -> {
              if (receiver.equals("stuck")) {
                release.await();
              }
            },
            new Telemetry());
  }

  @TearDown(Level.Trial)
  public void close() {
    release.countDown();
    if (sink != null) {
      sink.close();
    }
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public boolean offer() {
    if (sink == null) {
      throw new IllegalStateException("BUG: not opened");
    }
    return sink.offer("quote");
  }
}
