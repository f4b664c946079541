package dev.tocsin.promql;

import dev.tocsin.series.Labels;
import java.util.Arrays;

/// One series of a range result: parallel arrays of times and values, which the holder must not
/// write to.
public final class RangeSeries {
  private final Labels labels;
  private final long[] timestampsMillis;
  private final double[] values;

  public RangeSeries(Labels labels, long[] timestampsMillis, double[] values) {
    if (timestampsMillis.length != values.length) {
      throw new IllegalArgumentException(
          timestampsMillis.length + " times for " + values.length + " values");
    }
    this.labels = labels;
    this.timestampsMillis = timestampsMillis;
    this.values = values;
  }

  public Labels labels() {
    return labels;
  }

  public long[] timestampsMillis() {
    return timestampsMillis;
  }

  public double[] values() {
    return values;
  }

  public int size() {
    return values.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RangeSeries series
        && labels.equals(series.labels)
        && Arrays.equals(timestampsMillis, series.timestampsMillis)
        && Arrays.equals(values, series.values);
  }

  @Override
  public int hashCode() {
    return 31 * labels.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return labels + " " + Arrays.toString(timestampsMillis) + " " + Arrays.toString(values);
  }
}
