package dev.tocsin.promql.function;

/// A mean of numbers that are added one by one: the sum divided by the count, and from the first
/// addition that would overflow, an incremental mean.
public final class RunningMean {
  private final KahanSum sum = new KahanSum();
  private int count;
  private boolean incremental;

  public void add(double value) {
    count++;
    if (!incremental && count > 1 && sum.wouldOverflow(value)) {
      incremental = true;
      sum.divide(count - 1.0);
    }
    if (incremental) {
      sum.scale((count - 1.0) / count);
      sum.add(value / count);
    } else {
      sum.add(value);
    }
  }

  public double mean() {
    return incremental ? sum.total() : sum.quotient(count);
  }
}
