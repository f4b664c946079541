package dev.tocsin.server.incident;

/// What happened to an incident. The incident is given as it is after the change, so the last line
/// of its timeline tells of the change.
public sealed interface IncidentChange {
  Incident incident();

  record Opened(Incident incident) implements IncidentChange {}

  record Acknowledged(Incident incident) implements IncidentChange {}

  /// A note, a new status, severity or postmortem.
  record Updated(Incident incident, TimelineEntry entry) implements IncidentChange {}

  /// Nobody has taken it for a while.
  record Reminded(Incident incident) implements IncidentChange {}

  /// Nobody has taken it, or it must page now: others are told as well.
  record Escalated(Incident incident) implements IncidentChange {}

  record Resolved(Incident incident) implements IncidentChange {}
}
