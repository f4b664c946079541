package dev.tocsin.server.deliver;

/// The state of the queue: `incident_alerts_pending`, `incident_alerts_oldest_pending_age_seconds`,
/// `incident_alerts_dead_letter` and `incident_alerts_dropped_total`.
///
/// @param oldestPendingAgeMillis 0 when nothing waits
/// @param droppedTotal how many were ever given up, also those replayed since
/// @param heartbeatMillis when the worker was last seen at work; 0 before its start
public record DeliveryFigures(
    long pending,
    long oldestPendingAgeMillis,
    long deadLetters,
    long droppedTotal,
    long heartbeatMillis) {}
