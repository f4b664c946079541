package dev.tocsin.sdk.migration;

/// Compares the migrations that the application ships with those that its database has.
@FunctionalInterface
public interface Migrations {

  /// Compares now; asks the database and may block.
  MigrationDrift drift() throws Exception;
}
