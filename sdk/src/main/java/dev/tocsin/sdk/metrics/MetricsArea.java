package dev.tocsin.sdk.metrics;

import java.util.Map;

/// Figures that people ask for and that follow from metrics: rates, averages, lists of the worst.
/// Several areas may have the same name; their figures are shown together.
public interface MetricsArea {

  /// The area of the catalogue: `payment`.
  String name();

  /// The figures now, in the order in which they are shown: numbers, text, lists and maps of these.
  /// Must not block. A figure that does not exist yet is null, never zero.
  Map<String, Object> figures();
}
