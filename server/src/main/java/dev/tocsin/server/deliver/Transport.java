package dev.tocsin.server.deliver;

import dev.tocsin.server.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A part of a way to reach people, and whether it is configured.
///
/// @param transport such as `primary`
/// @param part such as `webhook`
/// @param variable the one that configures it
public record Transport(String transport, String part, String variable, boolean isConfigured) {
  public static final String PRIMARY = "primary";

  public static final String SECONDARY = "secondary";

  /// The name of the channel that is the primary way.
  static final String PRIMARY_CHANNEL = "incident-webhook";

  /// What the environment and the items of `delivery.channels` configure.
  static List<Transport> read(List<Settings> items, Map<String, String> environment) {
    var reading = new Reading(items, environment);
    var found = new ArrayList<Transport>();
    found.addAll(reading.webhook(PRIMARY, PRIMARY_CHANNEL, "INCIDENT_ALERT_WEBHOOK_"));
    found.addAll(
        reading.webhook(
            SECONDARY, DeliveryOptions.USUAL_SECONDARY, "INCIDENT_ALERT_SECONDARY_WEBHOOK_"));
    found.add(reading.variable("sentry", "dsn", "SENTRY_DSN"));
    found.add(reading.ofType("slack", "url", "SLACK_WEBHOOK_URL"));
    found.add(reading.ofType("pagerduty", "integration_key", "PAGERDUTY_INTEGRATION_KEY"));
    found.add(reading.variable("loki", "url", "LOKI_URL"));
    found.add(reading.ofType("email", "recipients", "ALERT_EMAIL_RECIPIENTS"));
    return List.copyOf(found);
  }

  private record Reading(List<Settings> items, Map<String, String> environment) {
    boolean isSet(String variable) {
      return !environment.getOrDefault(variable, "").isBlank();
    }

    List<Transport> webhook(String transport, String name, String prefix) {
      var item = items.stream().filter(it -> it.text("name", "").equals(name)).findFirst();
      boolean url = item.map(it -> it.has("url")).orElse(false);
      boolean token = item.map(it -> it.has("bearer_token")).orElse(false);
      return List.of(
          new Transport(transport, "webhook", prefix + "URL", url || isSet(prefix + "URL")),
          new Transport(
              transport,
              "token",
              prefix + "BEARER_TOKEN",
              token || isSet(prefix + "BEARER_TOKEN")));
    }

    Transport variable(String transport, String part, String variable) {
      return new Transport(transport, part, variable, isSet(variable));
    }

    Transport ofType(String type, String part, String variable) {
      boolean inFile = items.stream().anyMatch(it -> it.text("type", "").equals(type));
      return new Transport(type, part, variable, inFile || isSet(variable));
    }
  }
}
