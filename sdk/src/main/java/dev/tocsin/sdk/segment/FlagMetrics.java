package dev.tocsin.sdk.segment;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.MetricsArea;
import dev.tocsin.sdk.metrics.Ratio;
import dev.tocsin.sdk.metrics.Reading;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Evaluations of feature flags by variant. The adoption of a flag is the share of each variant.
public final class FlagMetrics implements MetricsArea {

  private final CounterFamily evaluations;

  public FlagMetrics(Telemetry telemetry) {
    evaluations = telemetry.counter("feature_flag_evaluations_total");
  }

  /// A flag was asked for.
  ///
  /// @param variant the name of the variant, never a value that may be anything
  public void recordEvaluation(String flag, String variant) {
    evaluations.increment(flag, variant);
  }

  @Override
  public String name() {
    return "segment";
  }

  @Override
  public Map<String, Object> figures() {
    List<Reading> readings = evaluations.read();
    Map<String, Double> sums = new TreeMap<>();
    readings.forEach(reading -> sums.merge(reading.label("flag"), reading.value(), Double::sum));
    Map<String, Map<String, Object>> flags = new TreeMap<>();
    for (Reading reading : readings) {
      String flag = reading.label("flag");
      flags
          .computeIfAbsent(flag, f -> new LinkedHashMap<>())
          .put(reading.label("variant"), Ratio.of(reading.value(), sums.getOrDefault(flag, 0d)));
    }
    return Map.of("flagShares", flags);
  }
}
