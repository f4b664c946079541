package dev.tocsin.server.deliver;

import dev.tocsin.server.incident.AttachedAlert;
import dev.tocsin.server.incident.Incident;
import dev.tocsin.server.incident.TimelineEntry;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Puts incidents into words.
public final class IncidentMessages {
  private static final int READING_LIMIT = 10;
  private static final int TIMELINE_TAIL = 5;

  private final String root;

  public IncidentMessages(URI publicUrl) {
    root = publicUrl.toString().replaceAll("/+$", "");
  }

  Message of(Incident incident, ChangeKind kind, long nowMillis) {
    var timeline = incident.timeline();
    var tail = timeline.subList(Math.max(0, timeline.size() - TIMELINE_TAIL), timeline.size());
    return new Message(
        kind,
        incident.id(),
        incident.title(),
        incident.severity().name(),
        incident.status().name(),
        incident.servicesAffected(),
        orEmpty(incident.cause()),
        timeline.isEmpty() ? "" : timeline.getLast().update(),
        readings(incident),
        since(incident),
        nowMillis,
        links(incident),
        tail.stream().map(IncidentMessages::line).toList());
  }

  /// A message that says that nothing happened.
  public Message test(String by, long nowMillis) {
    var update = by + " tries this channel. Nothing is wrong.";
    return plain(ChangeKind.TEST, "", "Test notification", update, nowMillis);
  }

  /// A test page of the schedule.
  Message canary(long nowMillis) {
    var update = "The schedule tries this channel. Nothing is wrong.";
    return plain(ChangeKind.TEST, "", "Canary page", update, nowMillis);
  }

  /// What is wrong with the alarm itself, or is so no more.
  Message watch(ChangeKind kind, String key, String text, long nowMillis) {
    return plain(kind, "delivery-watch-" + key, "The alarm itself is in trouble", text, nowMillis);
  }

  private Message plain(ChangeKind kind, String id, String title, String update, long nowMillis) {
    return new Message(
        kind,
        id,
        title,
        id.isEmpty() ? "" : "P1",
        "",
        List.of(),
        "",
        update,
        List.of(),
        nowMillis,
        nowMillis,
        new Message.Links(root + "/admin/deliveries", "", ""),
        List.of());
  }

  private static List<Message.Reading> readings(Incident incident) {
    return incident.alerts().stream()
        .sorted(Comparator.comparing(AttachedAlert::isFiring).reversed())
        .limit(READING_LIMIT)
        .map(
            alert ->
                new Message.Reading(
                    alert.ruleName(),
                    alert.valueText(),
                    alert.annotations().getOrDefault("threshold", ""),
                    alert.annotations().getOrDefault("metric", ""),
                    alert.annotations().getOrDefault("condition", ""),
                    alert.labels(),
                    alert.firedAtMillis()))
        .toList();
  }

  private static long since(Incident incident) {
    return incident.alerts().stream()
        .mapToLong(AttachedAlert::firedAtMillis)
        .filter(millis -> millis > 0)
        .reduce(incident.startedAtMillis(), Math::min);
  }

  private Message.Links links(Incident incident) {
    var dashboard =
        incident.alerts().stream()
            .map(alert -> alert.annotations().get("dashboard_url"))
            .filter(Objects::nonNull)
            .filter(url -> url.startsWith("https://") || url.startsWith("http://"))
            .findFirst()
            .orElse(root + "/admin/operations");
    return new Message.Links(
        root + "/admin/incidents/" + incident.id(),
        absolute(orEmpty(incident.runbookUrl())),
        dashboard);
  }

  private static Message.Line line(TimelineEntry entry) {
    return new Message.Line(entry.atMillis(), entry.update(), orEmpty(entry.author()));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /// A path of this server becomes an address that works in a message.
  private String absolute(String link) {
    return link.startsWith("/") ? root + link : link;
  }
}
