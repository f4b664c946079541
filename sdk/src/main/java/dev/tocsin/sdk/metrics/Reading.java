package dev.tocsin.sdk.metrics;

import java.util.Map;

/// One series as it stands now.
///
/// @param value the value; for a histogram the sum of what was recorded
/// @param count how many values a histogram has; zero for other kinds
public record Reading(Map<String, String> labels, double value, long count) {

  /// The value of a label; empty when the metric does not have it.
  public String label(String name) {
    return labels.getOrDefault(name, "");
  }
}
