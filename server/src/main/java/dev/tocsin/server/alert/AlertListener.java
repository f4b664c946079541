package dev.tocsin.server.alert;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// Acts upon changes of alerts.
@FunctionalInterface
public interface AlertListener {
  /// Called within the transaction that stores the change: what is written through the handle
  /// commits together with it, and a failure undoes both, so that the next evaluation tries again.
  /// Effects outside of the database belong into [Handle#afterCommit].
  void alertChanged(Handle transaction, AlertChange change);

  /// Several changes of one transaction, in their order. Whoever can do better than one after the
  /// other overrides this.
  default void alertsChanged(Handle transaction, List<AlertChange> changes) {
    changes.forEach(change -> alertChanged(transaction, change));
  }
}
