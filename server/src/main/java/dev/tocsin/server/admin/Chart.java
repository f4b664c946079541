package dev.tocsin.server.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines of a chart on a common time axis.
///
/// @param times in seconds
public record Chart(List<Long> times, List<Line> lines) {
  /// @param values one for each time; absent where there is no sample
  public record Line(String name, List<@Nullable Double> values) {}

  /// How many times pass before the first value of any line.
  int leadingGap() {
    for (int i = 0; i < times.size(); i++) {
      for (var line : lines) {
        if (line.values().get(i) != null) {
          return i;
        }
      }
    }
    return times.size();
  }
}
