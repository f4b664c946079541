package dev.tocsin.sdk.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/// The migrations that one or several Flyways are configured with. An undone or repeatable
/// migration that changed is pending; one that was edited after it had been applied is foreign.
public final class FlywayMigrations implements Migrations {

  private final List<Flyway> histories;

  public FlywayMigrations(Flyway... histories) {
    this(List.of(histories));
  }

  public FlywayMigrations(List<Flyway> histories) {
    this.histories = List.copyOf(histories);
  }

  @Override
  public MigrationDrift drift() {
    int shipped = 0;
    int applied = 0;
    List<String> pending = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    List<String> foreign = new ArrayList<>();
    for (MigrationInfo migration : all()) {
      MigrationState state = migration.getState();
      shipped += state.isResolved() ? 1 : 0;
      applied += state.isApplied() ? 1 : 0;
      if (state.isFailed()) {
        failed.add(name(migration));
      } else if (isPending(state)) {
        pending.add(name(migration));
      } else if (isForeign(migration)) {
        foreign.add(name(migration));
      }
    }
    return new MigrationDrift(shipped, applied, pending, failed, foreign);
  }

  private List<MigrationInfo> all() {
    return histories.stream().flatMap(flyway -> Stream.of(flyway.info().all())).toList();
  }

  private static boolean isPending(MigrationState state) {
    return state == MigrationState.PENDING
        || state == MigrationState.OUTDATED
        || state == MigrationState.UNDONE
        || state == MigrationState.IGNORED;
  }

  private static boolean isForeign(MigrationInfo migration) {
    MigrationState state = migration.getState();
    return state == MigrationState.MISSING_SUCCESS
        || state == MigrationState.FUTURE_SUCCESS
        || (state == MigrationState.SUCCESS && !migration.isChecksumMatching());
  }

  private static String name(MigrationInfo migration) {
    return migration.getVersion() == null
        ? migration.getDescription()
        : migration.getVersion().getVersion();
  }
}
