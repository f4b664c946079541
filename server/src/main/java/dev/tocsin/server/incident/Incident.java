package dev.tocsin.server.incident;

import dev.tocsin.server.route.Plan;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An incident with its whole timeline, oldest line first.
///
/// @param servicesAffected names of services of the status page
/// @param resolvedAtMillis 0 while it is open
/// @param acknowledgedBy the id of the person, see [#acknowledgedName()]
/// @param acknowledgedAtMillis 0 while nobody has it
/// @param alertKey what further alerts attach by; absent when a person opened it
/// @param isPublic whether the public status page shows it
/// @param alerts oldest first; the first [AttachedAlertTable#SHOWN] of them, firing ones before
///   others
/// @param deadLetterMode how messages of it that could not be delivered were dealt with
/// @param plan how it is told
public record Incident(
    String id,
    String title,
    String description,
    Severity severity,
    IncidentStatus status,
    List<String> servicesAffected,
    List<TimelineEntry> timeline,
    long startedAtMillis,
    long resolvedAtMillis,
    @Nullable String postmortemUrl,
    @Nullable String acknowledgedBy,
    long acknowledgedAtMillis,
    @Nullable String alertKey,
    @Nullable String cause,
    @Nullable String category,
    @Nullable String runbookUrl,
    boolean isPublic,
    List<AttachedAlert> alerts,
    long createdAtMillis,
    long updatedAtMillis,
    @Nullable String deadLetterMode,
    Plan plan) {
  public Incident {
    servicesAffected = List.copyOf(servicesAffected);
    timeline = List.copyOf(timeline);
    alerts = List.copyOf(alerts);
  }

  public boolean isOpen() {
    return status != IncidentStatus.RESOLVED;
  }

  public boolean isAcknowledged() {
    return acknowledgedBy != null;
  }

  /// The name of the person who acknowledged it.
  public Optional<String> acknowledgedName() {
    return timeline.reversed().stream()
        .filter(entry -> entry.kind().equals(TimelineEntry.ACKNOWLEDGED))
        .findFirst()
        .map(TimelineEntry::author);
  }

  /// This incident with another timeline and other alerts.
  Incident with(List<TimelineEntry> timeline, List<AttachedAlert> alerts) {
    return new Incident(
        id,
        title,
        description,
        severity,
        status,
        servicesAffected,
        timeline,
        startedAtMillis,
        resolvedAtMillis,
        postmortemUrl,
        acknowledgedBy,
        acknowledgedAtMillis,
        alertKey,
        cause,
        category,
        runbookUrl,
        isPublic,
        alerts,
        createdAtMillis,
        updatedAtMillis,
        deadLetterMode,
        plan);
  }
}
