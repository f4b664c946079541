package dev.tocsin.bench;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsAccess;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.OpsBlocks;
import dev.tocsin.sdk.ops.OpsResponse;
import dev.tocsin.sdk.ops.OpsSurface;
import dev.tocsin.sdk.ops.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// `/health/ops` with twelve blocks of twenty figures, from the cache.
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OpsBenchmark {
  private static final int BLOCKS = 12;
  private static final int FIGURES = 20;

  private @Nullable Telemetry telemetry;
  private @Nullable OpsBlocks blocks;
  private @Nullable OpsSurface surface;

  @Setup(Level.Trial)
  public void open() {
    var registered = new ArrayList<OpsBlock>();
    for (int i = 0; i < BLOCKS; i++) {
      registered.add(new Block("block" + i));
    }
    telemetry = new Telemetry();
    blocks = new OpsBlocks(registered, List.of("block0", "block1.figure1"), InstantSource.system());
    surface =
        OpsSurface.builder(telemetry)
            .operators(OpsAccess.withToken("benchmark"))
            .blocks(blocks)
            .build();
  }

  @TearDown(Level.Trial)
  public void close() {
    if (blocks != null) {
      blocks.close();
    }
    if (telemetry != null) {
      telemetry.close();
    }
  }

  /// Time for one answer, admission and JSON included.
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public OpsResponse answer() {
    if (surface == null) {
      throw new IllegalStateException("BUG: not opened");
    }
    return surface.answer(OpsSurface.OPS_PATH, null, "Bearer benchmark").orElseThrow();
  }

  /// A block whose report stays in the cache.
  private record Block(String name) implements OpsBlock {
    @Override
    public BlockReport collect() {
      var figures = new LinkedHashMap<String, Object>();
      for (int i = 0; i < FIGURES; i++) {
        figures.put("figure" + i, Map.of("value", i, "unit", "orders"));
      }
      return new BlockReport(Verdict.AMBER, List.of("older than an hour: 3"), figures);
    }

    @Override
    public Duration cacheTime() {
      return Duration.ofHours(1);
    }
  }
}
