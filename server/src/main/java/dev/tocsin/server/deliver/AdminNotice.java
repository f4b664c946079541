package dev.tocsin.server.deliver;

import org.jspecify.annotations.Nullable;

/// Something that the operators must see because no channel told them.
///
/// @param kind such as `notification_dropped`
public record AdminNotice(
    String id,
    long atMillis,
    String kind,
    String summary,
    @Nullable String incidentId,
    @Nullable String notificationId) {
  public static final String NOTIFICATION_DROPPED = "notification_dropped";
}
