package dev.tocsin.promql.function;

import java.util.Arrays;

/// The samples of one series within the time range of one step, oldest first.
///
/// The evaluator slides one window over a series: it appends what enters at the end and drops what
/// leaves at the front, so a sample is read once however many ranges it is part of. The buffer
/// moves its content down only when its end is reached.
public final class Window {
  private static final int FIRST_CAPACITY = 64;

  private long[] times = new long[FIRST_CAPACITY];
  private double[] values = new double[FIRST_CAPACITY];
  private int from;
  private int to;
  private long startMillis;
  private long endMillis;
  private long evaluationMillis;

  /// Forgets all samples, for the next series.
  public void clear() {
    from = 0;
    to = 0;
  }

  public void append(long timestampMillis, double value) {
    if (to == times.length) {
      makeRoom();
    }
    times[to] = timestampMillis;
    values[to] = value;
    to++;
  }

  private void makeRoom() {
    int size = to - from;
    if (size > times.length / 2) {
      times = Arrays.copyOf(times, 2 * times.length);
      values = Arrays.copyOf(values, 2 * values.length);
    }
    System.arraycopy(times, from, times, 0, size);
    System.arraycopy(values, from, values, 0, size);
    from = 0;
    to = size;
  }

  /// Sets the range, the start exclusive and the end inclusive, and drops the samples at or before
  /// its start.
  public void slide(long newStartMillis, long newEndMillis, long newEvaluationMillis) {
    startMillis = newStartMillis;
    endMillis = newEndMillis;
    evaluationMillis = newEvaluationMillis;
    while (from < to && times[from] <= newStartMillis) {
      from++;
    }
  }

  public int size() {
    return to - from;
  }

  /// A statistic of the values.
  double reduce(Statistics.Statistic statistic) {
    return statistic.of(values, from, to);
  }

  /// A copy of the values.
  double[] copiedValues() {
    return Arrays.copyOfRange(values, from, to);
  }

  /// The number of samples for which there is memory.
  public int capacity() {
    return times.length;
  }

  public long timestampMillis(int index) {
    return times[from + index];
  }

  public double value(int index) {
    return values[from + index];
  }

  /// The start of the range, exclusive.
  public long startMillis() {
    return startMillis;
  }

  /// The end of the range, inclusive.
  public long endMillis() {
    return endMillis;
  }

  /// The step that is evaluated; differs from the end when the selector is shifted in time.
  public long evaluationMillis() {
    return evaluationMillis;
  }
}
