package dev.tocsin.server.deliver.webhook;

import dev.tocsin.server.deliver.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The JSON of an incident webhook; a contract with its receivers. The members `alertName`,
/// `currentValue` and `threshold` are those of the first alert.
record WebhookBody(
    String event,
    String incidentId,
    String title,
    String severity,
    String status,
    List<String> services,
    String cause,
    String update,
    String alertName,
    String currentValue,
    String threshold,
    List<Reading> alerts,
    String since,
    String timestamp,
    Map<String, String> links,
    List<Line> timeline) {
  record Reading(
      String alertName,
      String currentValue,
      String threshold,
      Map<String, String> labels,
      String since) {}

  record Line(String timestamp, String update, String author) {}

  static WebhookBody of(Message message) {
    var alerts =
        message.readings().stream()
            .map(
                it ->
                    new Reading(
                        it.alertName(),
                        it.value(),
                        it.threshold(),
                        it.labels(),
                        iso(it.sinceMillis())))
            .toList();
    var first = alerts.isEmpty() ? new Reading("", "", "", Map.of(), "") : alerts.getFirst();
    var links = message.links();
    return new WebhookBody(
        "incident." + message.event().text(),
        message.incidentId(),
        message.title(),
        message.severity(),
        message.status(),
        message.services(),
        message.cause(),
        message.update(),
        first.alertName(),
        first.currentValue(),
        first.threshold(),
        alerts,
        iso(message.sinceMillis()),
        iso(message.atMillis()),
        Map.of(
            "incident", links.incident(),
            "runbook", links.runbook(),
            "dashboard", links.dashboard()),
        message.timeline().stream()
            .map(it -> new Line(iso(it.atMillis()), it.update(), it.author()))
            .toList());
  }

  private static String iso(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
