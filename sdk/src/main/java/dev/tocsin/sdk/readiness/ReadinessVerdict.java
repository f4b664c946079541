package dev.tocsin.sdk.readiness;

import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the settings compare with the contract.
///
/// @param secondaryTest the test of the second way for incidents; absent where none is asked for
public record ReadinessVerdict(
    ConfigContract contract,
    DeploymentEnvironment environment,
    List<KeyVerdict> keys,
    IncidentTransport transport,
    AdminTokenValidation adminTokenValidation,
    @Nullable TestDelivery secondaryTest) {

  public ReadinessVerdict {
    keys = List.copyOf(keys);
  }

  /// Whether every key is as this environment needs it.
  public boolean ready() {
    return keys.stream().noneMatch(KeyVerdict::failed);
  }

  /// What keeps a promotion to this environment from happening; empty when nothing does. Production
  /// must also be able to tell of incidents.
  public List<FailedKey> failures() {
    Map<String, String> failures = new LinkedHashMap<>();
    for (KeyVerdict verdict : keys) {
      if (verdict.failed()) {
        failures.put(verdict.key().name(), verdict.check().reason());
      }
    }
    if (environment.production()) {
      missingTransport().forEach(failures::putIfAbsent);
    }
    List<FailedKey> list = new ArrayList<>();
    failures.forEach((key, reason) -> list.add(new FailedKey(key, key + " " + reason)));
    return list;
  }

  /// The keys as the gauge `config_readiness`, the ways of incidents as
  /// `incident_transport_configured`.
  public void publish(Telemetry telemetry) {
    GaugeFamily gauge =
        telemetry.gauge(
            "config_readiness",
            "1 when the key is as this environment needs it, 0 when it breaks the contract.",
            "key");
    keys.forEach(verdict -> gauge.set(verdict.failed() ? 0 : 1, verdict.key().name()));
    transport.publish(telemetry);
  }

  /// The whole verdict, ready for JSON.
  public Map<String, Object> content() {
    List<FailedKey> failures = failures();
    Map<String, Object> promotion = new LinkedHashMap<>();
    promotion.put("allowed", failures.isEmpty());
    promotion.put("blockedBy", failures.stream().map(ReadinessVerdict::content).toList());
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("environment", environment.name());
    content.put("deployed", environment.deployed());
    content.put("ready", ready());
    content.put("promotion", promotion);
    content.put("keys", keys.stream().map(KeyVerdict::content).toList());
    content.put("incidentTransport", transport.content());
    content.put("adminTokenValidation", adminTokenValidation.word());
    TestDelivery test = secondaryTest;
    if (test != null) {
      Instant last = test.lastSuccess();
      content.put(
          "secondaryTestDelivery",
          Map.of("lastSuccess", last == null ? "" : last.toString(), "recent", test.recent()));
    }
    return content;
  }

  private Map<String, String> missingTransport() {
    Map<String, String> missing = new LinkedHashMap<>();
    String why = "must be set and valid, so that production can tell of incidents";
    missing.put(IncidentTransport.PRIMARY_WEBHOOK, transport.primaryWebhook() ? "" : why);
    missing.put(IncidentTransport.PRIMARY_TOKEN, transport.primaryToken() ? "" : why);
    if (contract.secondaryEscalation()) {
      String declared = "must be set and valid, because the contract declares a second way";
      missing.put(
          IncidentTransport.SECONDARY_WEBHOOK, transport.secondaryWebhook() ? "" : declared);
      missing.put(IncidentTransport.SECONDARY_TOKEN, transport.secondaryToken() ? "" : declared);
    }
    TestDelivery test = secondaryTest;
    if (transport.secondary() && test != null && !test.recent()) {
      missing.put(
          IncidentTransport.SECONDARY_WEBHOOK,
          "has no recent test delivery on record: POST /ops/incident-transport/secondary/test");
    }
    missing.values().removeIf(String::isEmpty);
    return missing;
  }

  private static Map<String, Object> content(FailedKey failure) {
    return Map.of("key", failure.key(), "reason", failure.reason());
  }
}
