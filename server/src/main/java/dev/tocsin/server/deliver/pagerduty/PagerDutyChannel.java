package dev.tocsin.server.deliver.pagerduty;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.JsonBody;
import dev.tocsin.server.deliver.Message;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.PlainText;
import dev.tocsin.server.deliver.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Triggers, acknowledges and resolves. The incident's id is the dedup key, so all its events meet
/// in one PagerDuty incident and a repeated event changes nothing.
final class PagerDutyChannel implements Channel {
  private static final int SUMMARY_LENGTH_LIMIT = 1_024;

  private final String name;
  private final OutboundHttp.Target target;
  private final Secret integrationKey;
  private final OutboundHttp http;

  PagerDutyChannel(
      String name, OutboundHttp.Target target, Secret integrationKey, OutboundHttp http) {
    this.name = name;
    this.target = target;
    this.integrationKey = integrationKey;
    this.http = http;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<ChangeKind> usualChanges() {
    return ChangeKind.STATE;
  }

  @Override
  public Receipt send(Envelope envelope) {
    var message = envelope.message();
    var event = new LinkedHashMap<String, Object>();
    event.put("routing_key", integrationKey.reveal());
    event.put("event_action", action(message.event()));
    event.put(
        "dedup_key",
        message.incidentId().isEmpty() ? envelope.idempotencyKey() : message.incidentId());
    event.put("client", "Tocsin");
    event.put("client_url", message.links().incident());
    event.put("payload", payload(message));
    event.put("links", links(message));
    return http.post(
        target, Map.of("Idempotency-Key", envelope.idempotencyKey()), JsonBody.bytes(event));
  }

  private static String action(ChangeKind kind) {
    return switch (kind) {
      case OPENED, UPDATED, ESCALATED, REMINDED, TEST -> "trigger";
      case ACKNOWLEDGED -> "acknowledge";
      case RESOLVED -> "resolve";
    };
  }

  private static Map<String, Object> payload(Message message) {
    var summary = message.headline();
    var payload = new LinkedHashMap<String, Object>();
    payload.put("summary", summary.substring(0, Math.min(summary.length(), SUMMARY_LENGTH_LIMIT)));
    payload.put(
        "source", message.services().isEmpty() ? "tocsin" : String.join(", ", message.services()));
    payload.put("severity", severity(message.severity()));
    payload.put("timestamp", Instant.ofEpochMilli(message.sinceMillis()).toString());
    payload.put("custom_details", details(message));
    return payload;
  }

  private static String severity(String severity) {
    return switch (severity) {
      case "P1" -> "critical";
      case "P2" -> "error";
      case "P3" -> "warning";
      default -> "info";
    };
  }

  private static Map<String, String> details(Message message) {
    var details = new LinkedHashMap<String, String>();
    details.put("severity", message.severity());
    details.put("status", message.status());
    details.put("cause", message.cause());
    details.put("update", message.update());
    details.put("services", String.join(", ", message.services()));
    details.put("values", PlainText.readings(message));
    details.put("since", Instant.ofEpochMilli(message.sinceMillis()).toString());
    return details;
  }

  private static List<Map<String, String>> links(Message message) {
    var links = new ArrayList<Map<String, String>>();
    links.add(Map.of("href", message.links().incident(), "text", "Incident"));
    if (!message.links().runbook().isEmpty()) {
      links.add(Map.of("href", message.links().runbook(), "text", "Runbook"));
    }
    if (!message.links().dashboard().isEmpty()) {
      links.add(Map.of("href", message.links().dashboard(), "text", "Dashboard"));
    }
    return links;
  }
}
