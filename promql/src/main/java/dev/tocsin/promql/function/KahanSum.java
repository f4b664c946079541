package dev.tocsin.promql.function;

/// A running sum that keeps the bits which plain addition loses.
///
/// Source: Neumaier's variant of Kahan summation.
public final class KahanSum {
  private double sum;
  private double compensation;

  public void add(double increment) {
    double total = sum + increment;
    if (Double.isInfinite(total)) {
      compensation = 0;
    } else if (Math.abs(sum) >= Math.abs(increment)) {
      compensation += (sum - total) + increment;
    } else {
      compensation += (increment - total) + sum;
    }
    sum = total;
  }

  /// Multiplies what was added so far.
  void scale(double factor) {
    sum *= factor;
    compensation *= factor;
  }

  /// Divides what was added so far.
  void divide(double divisor) {
    sum /= divisor;
    compensation /= divisor;
  }

  boolean wouldOverflow(double increment) {
    return Double.isInfinite(sum + increment);
  }

  /// The total divided; exact where the total itself would already be rounded.
  double quotient(double divisor) {
    return Double.isInfinite(sum) ? sum : sum / divisor + compensation / divisor;
  }

  public double total() {
    return Double.isInfinite(sum) ? sum : sum + compensation;
  }
}
