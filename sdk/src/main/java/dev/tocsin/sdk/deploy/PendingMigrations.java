package dev.tocsin.sdk.deploy;

import java.util.List;

/// The migrations that the release brings and the database does not have, from the history of
/// whatever tool applies them.
@FunctionalInterface
public interface PendingMigrations {

  /// One line for each, `3 add_orders`; empty when the database is up to date.
  List<String> pending() throws Exception;
}
