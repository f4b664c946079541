package dev.tocsin.server.incident;

import org.jdbi.v3.core.Handle;

/// Hears of every change of an incident.
@FunctionalInterface
public interface IncidentListener {
  /// Called inside the transaction that makes the change: what is written through the handle
  /// becomes true together with the change or not at all. Other effects belong into
  /// [Handle#afterCommit(Runnable)].
  void incidentChanged(Handle transaction, IncidentChange change);
}
