package dev.tocsin.sdk.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Age verifications, without anything about the person.
public final class AgeVerificationMetrics implements MetricsArea {

  private final CounterFamily verifications;

  AgeVerificationMetrics(Telemetry telemetry) {
    verifications = telemetry.counter("age_verifications_total");
  }

  public void record(AgeVerificationMethod method, AgeVerificationOutcome outcome) {
    verifications.increment(Labelled.label(method), Labelled.label(outcome));
  }

  @Override
  public String name() {
    return "segment";
  }

  /// The share of verifications that ended in `verified`; errors count as not verified.
  @Override
  public Map<String, Object> figures() {
    List<Reading> readings = verifications.read();
    double all = readings.stream().mapToDouble(Reading::value).sum();
    String verified = Labelled.label(AgeVerificationOutcome.VERIFIED);
    double positive =
        readings.stream()
            .filter(reading -> reading.label("outcome").equals(verified))
            .mapToDouble(Reading::value)
            .sum();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("ageVerifications", all);
    figures.put("ageVerificationRate", Ratio.of(positive, all));
    return figures;
  }
}
