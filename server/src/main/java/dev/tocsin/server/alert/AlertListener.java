package dev.tocsin.server.alert;

import org.jdbi.v3.core.Handle;

/// Acts upon changes of alerts.
@FunctionalInterface
public interface AlertListener {
  /// Called within the transaction that stores the change: what is written through the handle
  /// commits together with it, and a failure undoes both, so that the next evaluation tries again.
  /// Effects outside of the database belong into [Handle#afterCommit].
  void alertChanged(Handle transaction, AlertChange change);
}
