package dev.tocsin.server.incident;

import org.jspecify.annotations.Nullable;

/// One line of an incident's timeline. Lines are only ever added.
///
/// @param kind one of the constants below
/// @param author the name of the person; absent for what the product did by itself
public record TimelineEntry(long atMillis, String kind, String update, @Nullable String author) {
  public static final String OPENED = "opened";
  public static final String ALERT_FIRED = "alert_fired";
  public static final String ALERT_RESOLVED = "alert_resolved";
  public static final String NOTIFICATION_DELIVERED = "notification_delivered";
  public static final String NOTIFICATION_FAILED = "notification_failed";
  public static final String DEAD_LETTER = "dead_letter";
  public static final String ACKNOWLEDGED = "acknowledged";
  public static final String NOTE = "note";
  public static final String STATUS = "status";
  public static final String SEVERITY = "severity";
  public static final String POSTMORTEM = "postmortem";
  public static final String ESCALATED = "escalated";
  public static final String REMINDED = "reminded";
  public static final String RELATED = "related";
  public static final String FLAPPING = "flapping";
  public static final String RESOLVED = "resolved";
}
