package dev.tocsin.server.incident;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.route.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An incident before it is stored.
record IncidentDraft(
    NewIncident content, @Nullable String alertKey, Origin origin, boolean isPublic, Plan plan) {
  static final int KEY_LIMIT = 1_000;

  /// What an alert tells and a person does not.
  record Origin(@Nullable String cause, @Nullable String category, @Nullable String runbookUrl) {}

  static IncidentDraft byHand(NewIncident content) {
    boolean isPublic = !content.servicesAffected().isEmpty();
    return new IncidentDraft(content, null, new Origin(null, null, null), isPublic, Plan.usual());
  }

  /// The worst of the group gives it its name.
  static IncidentDraft of(AlertGroup group, KnownServices services) {
    var alert = group.worst();
    var known =
        group.alerts().stream()
            .flatMap(it -> services(it).stream())
            .filter(services::knows)
            .distinct()
            .limit(NewIncident.SERVICE_LIMIT)
            .toList();
    var content =
        new NewIncident(title(alert), description(alert, services), group.severity(), known);
    var origin =
        new Origin(
            textOrNull(alert.annotation("description")),
            textOrNull(alert.label("category")),
            WebAddress.parseLink(alert.annotation("runbook_url")).orElse(null));
    var key = group.usableKey().orElseThrow();
    return new IncidentDraft(content, key, origin, !known.isEmpty(), group.found().plan());
  }

  /// What the alerts of one incident have in common.
  static String key(Alert alert) {
    return alert.ruleName() + "/" + alert.label("service");
  }

  /// The names in the label `service`, which may hold several between commas.
  static List<String> services(Alert alert) {
    return Arrays.stream(alert.label("service").split(",", -1))
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty))
        .distinct()
        .limit(NewIncident.SERVICE_LIMIT)
        .toList();
  }

  private static String title(Alert alert) {
    var summary = alert.annotation("summary").strip();
    if (summary.isEmpty()) {
      var service = alert.label("service");
      summary = service.isEmpty() ? alert.ruleName() : alert.ruleName() + " on " + service;
    }
    return clipped(summary, NewIncident.TITLE_LIMIT);
  }

  private static String description(Alert alert, KnownServices services) {
    var text = alert.annotation("description").strip();
    if (text.isEmpty()) {
      text = title(alert);
    }
    var unknown = services(alert).stream().filter(name -> !services.knows(name)).toList();
    if (!unknown.isEmpty()) {
      text += " (Not on the status page: " + String.join(", ", unknown) + ")";
    }
    return clipped(text, IncidentDesk.TEXT_LIMIT);
  }

  static String clipped(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit - 1) + "…";
  }

  private static @Nullable String textOrNull(String text) {
    return text.isBlank() ? null : clipped(text.strip(), IncidentDesk.TEXT_LIMIT);
  }

  Incident incident(String id, long nowMillis) {
    return new Incident(
        id,
        content.title(),
        content.description(),
        content.severity(),
        IncidentStatus.INVESTIGATING,
        content.servicesAffected(),
        List.of(),
        nowMillis,
        0,
        null,
        null,
        0,
        alertKey,
        origin.cause(),
        origin.category(),
        origin.runbookUrl(),
        isPublic,
        List.of(),
        nowMillis,
        nowMillis,
        null,
        plan);
  }
}
