package dev.tocsin.series;

/// The marker sample that says "this series ends here": a NaN with a bit pattern of its own, so
/// that a measured NaN stays a measurement.
///
/// Source: the Prometheus staleness handling; the same bits are used on the wire and on disk.
public final class Staleness {
  private static final long MARKER_BITS = 0x7ff0000000000002L;

  /// The marker. Compare with [#isMarker(double)] only; NaN never equals itself.
  public static final double MARKER = Double.longBitsToDouble(MARKER_BITS);

  private Staleness() {}

  public static boolean isMarker(double value) {
    return Double.doubleToRawLongBits(value) == MARKER_BITS;
  }
}
