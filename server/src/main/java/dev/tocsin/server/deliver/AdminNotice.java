package dev.tocsin.server.deliver;

import org.jspecify.annotations.Nullable;

/// A line of the stream of notices: something that the operators must see although no channel may
/// have told them. One line for a key, until somebody acknowledges it.
///
/// @param kind such as `notification_dropped`
/// @param times how often it was raised
/// @param lastMillis when it was raised last
/// @param overMillis when the trouble ended by itself; 0 while it lasts
/// @param acknowledgedBy the name of the person; absent while it is open
public record AdminNotice(
    String id,
    long atMillis,
    String kind,
    String key,
    String summary,
    @Nullable String incidentId,
    @Nullable String notificationId,
    int times,
    long lastMillis,
    long overMillis,
    @Nullable String acknowledgedBy) {
  public static final String NOTIFICATION_DROPPED = "notification_dropped";
  public static final String FALLBACK = "fallback";
  public static final String DELIVERY_WATCH = "delivery_watch";

  /// A notice about a delivery.
  static AdminNotice dropped(String summary, @Nullable String incidentId, String notificationId) {
    return new AdminNotice(
        "",
        0,
        NOTIFICATION_DROPPED,
        NOTIFICATION_DROPPED + ":" + notificationId,
        summary,
        incidentId,
        notificationId,
        1,
        0,
        0,
        null);
  }

  /// A notice about nothing that has a page of its own.
  public static AdminNotice of(String kind, String key, String summary) {
    return new AdminNotice("", 0, kind, kind + ":" + key, summary, null, null, 1, 0, 0, null);
  }
}
