package dev.tocsin.sdk.deploy;

import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/// What Flyway's own history says: pending migrations and such that failed half-way.
public final class FlywayMigrations implements PendingMigrations {

  private final List<Flyway> histories;

  public FlywayMigrations(List<Flyway> histories) {
    this.histories = List.copyOf(histories);
  }

  @Override
  public List<String> pending() {
    List<String> found = new ArrayList<>();
    for (Flyway flyway : histories) {
      for (MigrationInfo migration : flyway.info().all()) {
        if (migration.getState().isFailed()) {
          found.add(name(migration) + " (failed)");
        }
      }
      for (MigrationInfo migration : flyway.info().pending()) {
        found.add(name(migration));
      }
    }
    return found;
  }

  private static String name(MigrationInfo migration) {
    String prefix = migration.isVersioned() ? migration.getVersion() + " " : "";
    return prefix + migration.getDescription();
  }
}
