package dev.tocsin.bench;

import dev.tocsin.promql.Cancellation;
import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.QueryLimits;
import dev.tocsin.promql.RangeWindow;
import dev.tocsin.promql.Value;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.series.Labels;
import dev.tocsin.tsdb.Tsdb;
import dev.tocsin.tsdb.TsdbOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Writing a scrape of a thousand series with its commit, and asking for an hour of them.
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class StoreBenchmark {
  private static final int SERIES = 1_000;
  private static final int STEPS = 240;
  private static final long STEP_MILLIS = 15_000;

  private final PromQl engine = new PromQl(QueryLimits.defaults());
  private final Expr query = PromQl.parse("sum by (job) (rate(requests_total[5m]))");
  private final long[] references = new long[SERIES];
  private @Nullable Path folder;
  private @Nullable Tsdb store;
  private long step;

  @Setup(Level.Trial)
  public void open() throws IOException {
    var path = Files.createTempDirectory("tocsin-jmh");
    folder = path;
    store = Tsdb.open(TsdbOptions.defaults(path));
    try (var appender = store().appender()) {
      for (int i = 0; i < SERIES; i++) {
        references[i] =
            appender.reference(
                Labels.of(
                    Labels.METRIC_NAME,
                    "requests_total",
                    "job",
                    "j" + i % 10,
                    "instance",
                    "i" + i));
      }
    }
    for (int i = 0; i < STEPS; i++) {
      scrape();
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    store().close();
    if (folder != null) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Tsdb store() {
    if (store == null) {
      throw new IllegalStateException("BUG: not opened");
    }
    return store;
  }

  /// Time for each sample, the wait for the log included.
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @OperationsPerInvocation(SERIES)
  public void scrape() {
    step++;
    try (var appender = store().appender()) {
      for (int i = 0; i < SERIES; i++) {
        appender.append(references[i], step * STEP_MILLIS, step * (i + 1.0));
      }
      appender.commit();
    }
  }

  /// Time for a range query over the newest hour, a point for each minute.
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public Value rateOfAnHour() {
    long end = step * STEP_MILLIS;
    var window = new RangeWindow(end - STEPS * STEP_MILLIS, end, 60_000);
    return engine.range(store(), query, window, Cancellation.none());
  }
}
