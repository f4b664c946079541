package dev.tocsin.server.deliver;

import org.jspecify.annotations.Nullable;

/// A notification as the delivery log shows it.
///
/// @param nextAttemptMillis 0 when none is planned
/// @param finishedMillis 0 while it goes on
public record Delivery(
    String id,
    String idempotencyKey,
    String channel,
    ChangeKind kind,
    @Nullable String incidentId,
    DeliveryState state,
    int attempts,
    long nextAttemptMillis,
    @Nullable String lastError,
    long createdAtMillis,
    long finishedMillis,
    Message message) {}
