package dev.tocsin.sdk.queue;

import java.sql.Connection;
import java.sql.SQLException;

/// Puts an event back into its queue.
@FunctionalInterface
public interface Resubmission {

  /// @param connection the transaction in which the decision is recorded; what is written with it
  ///   happens with the decision or not at all
  void put(Connection connection, QueuedEvent event) throws SQLException;
}
