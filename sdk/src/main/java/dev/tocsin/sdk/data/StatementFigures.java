package dev.tocsin.sdk.data;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/// The figures of one statement. The percentile is exact over the last 128 runs.
final class StatementFigures {

  private static final int RUNS = 128;
  private static final double PERCENTILE = 0.95;
  private static final double NANOS_PER_MILLI = 1e6;

  private final SqlStatement statement;
  private final LongAdder all = new LongAdder();
  private final LongAdder slow = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAccumulator maxNanos = new LongAccumulator(Long::max, 0);
  private final AtomicLongArray lastNanos = new AtomicLongArray(RUNS);
  private final AtomicInteger next = new AtomicInteger();

  StatementFigures(SqlStatement statement) {
    this.statement = statement;
  }

  void add(long nanos) {
    all.increment();
    maxNanos.accumulate(nanos);
    lastNanos.set(Math.floorMod(next.getAndIncrement(), RUNS), nanos);
  }

  void addSlow() {
    slow.increment();
  }

  void addFailed() {
    failed.increment();
  }

  boolean wasSlow() {
    return slow.sum() > 0;
  }

  StatementUse use() {
    StatementUse.Runs runs = new StatementUse.Runs(all.sum(), slow.sum(), failed.sum());
    return new StatementUse(
        statement.text(),
        statement.operation(),
        statement.table(),
        runs,
        percentileNanos(runs.all()) / NANOS_PER_MILLI,
        (double) maxNanos.get() / NANOS_PER_MILLI);
  }

  private double percentileNanos(long runs) {
    int size = (int) Math.min(runs, RUNS);
    if (size == 0) {
      return 0;
    }
    long[] sorted = new long[size];
    Arrays.setAll(sorted, lastNanos::get);
    Arrays.sort(sorted);
    return (double) sorted[(int) Math.ceil(PERCENTILE * size) - 1];
  }
}
