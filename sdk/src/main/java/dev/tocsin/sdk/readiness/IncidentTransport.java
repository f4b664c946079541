package dev.tocsin.sdk.readiness;

import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which parts of the two ways that incidents leave by are configured.
public record IncidentTransport(
    boolean primaryWebhook,
    boolean primaryToken,
    boolean secondaryWebhook,
    boolean secondaryToken) {

  public static final String PRIMARY_WEBHOOK = "INCIDENT_ALERT_WEBHOOK_URL";
  public static final String PRIMARY_TOKEN = "INCIDENT_ALERT_WEBHOOK_BEARER_TOKEN";
  public static final String SECONDARY_WEBHOOK = "INCIDENT_ALERT_SECONDARY_WEBHOOK_URL";
  public static final String SECONDARY_TOKEN = "INCIDENT_ALERT_SECONDARY_WEBHOOK_BEARER_TOKEN";

  static IncidentTransport of(Settings settings, DeploymentEnvironment environment) {
    return new IncidentTransport(
        isSet(SettingKind.URL, PRIMARY_WEBHOOK, settings, environment),
        isSet(SettingKind.SECRET, PRIMARY_TOKEN, settings, environment),
        isSet(SettingKind.URL, SECONDARY_WEBHOOK, settings, environment),
        isSet(SettingKind.SECRET, SECONDARY_TOKEN, settings, environment));
  }

  public boolean primary() {
    return primaryWebhook && primaryToken;
  }

  public boolean secondary() {
    return secondaryWebhook && secondaryToken;
  }

  /// The four flags as the gauge `incident_transport_configured`.
  public void publish(Telemetry telemetry) {
    GaugeFamily gauge =
        telemetry.gauge(
            "incident_transport_configured",
            "1 when this part of the way incidents leave by is configured, 0 when it is not.",
            "transport",
            "part");
    gauge.set(primaryWebhook ? 1 : 0, "primary", "webhook");
    gauge.set(primaryToken ? 1 : 0, "primary", "token");
    gauge.set(secondaryWebhook ? 1 : 0, "secondary", "webhook");
    gauge.set(secondaryToken ? 1 : 0, "secondary", "token");
  }

  Map<String, Object> content() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("primaryWebhookConfigured", primaryWebhook);
    content.put("primaryTokenConfigured", primaryToken);
    content.put("secondaryWebhookConfigured", secondaryWebhook);
    content.put("secondaryTokenConfigured", secondaryToken);
    return content;
  }

  private static boolean isSet(
      SettingKind kind, String key, Settings settings, DeploymentEnvironment environment) {
    return SettingCheck.of(kind, settings.value(key), environment).present();
  }
}
