package dev.tocsin.promql;

/// The steps of a range query: from the start in equal distances up to and including the end.
public record RangeWindow(long startMillis, long endMillis, long stepMillis) {
  public RangeWindow {
    if (stepMillis <= 0) {
      throw new IllegalArgumentException("step must be positive, got " + stepMillis + " ms");
    }
    if (endMillis < startMillis) {
      throw new IllegalArgumentException(
          "end " + endMillis + " must not be before start " + startMillis);
    }
  }
}
