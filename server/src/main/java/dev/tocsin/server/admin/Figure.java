package dev.tocsin.server.admin;

import java.util.List;
import java.util.Locale;

/// What a panel shows now.
///
/// @param readings in the order of the panel's lines; empty when there is no data
/// @param newestMillis the time of the newest sample behind it, or 0
/// @param problem why it cannot be told; usually empty
public record Figure(Panel panel, List<Reading> readings, long newestMillis, String problem) {
  private static final int ENOUGH_DIGITS = 100;

  public Figure {
    readings = List.copyOf(readings);
  }

  /// The present value of a line.
  public record Reading(String name, double value) {
    /// The value with as many digits as a person needs.
    public String text() {
      double size = Math.abs(value);
      if (value == Math.rint(value) || size >= ENOUGH_DIGITS) {
        return String.format(Locale.ROOT, "%,.0f", value);
      }
      return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
  }

  static Figure failed(Panel panel, String problem) {
    return new Figure(panel, List.of(), 0, problem);
  }

  public boolean isKnown() {
    return !readings.isEmpty();
  }

  /// The readings beside the big figure.
  public List<Reading> others() {
    return readings.size() < 2 ? List.of() : readings.subList(1, readings.size());
  }
}
