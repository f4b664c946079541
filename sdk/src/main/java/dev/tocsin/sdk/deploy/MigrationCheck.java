package dev.tocsin.sdk.deploy;

import dev.tocsin.sdk.migration.MigrationDrift;
import dev.tocsin.sdk.migration.Migrations;
import java.util.ArrayList;
import java.util.List;

/// A migration that is not shipped any more is no fault of this release; readiness tells of it.
final class MigrationCheck implements SmokeCheck {

  private static final int MAX_NAMED = 5;

  private final Migrations migrations;

  MigrationCheck(Migrations migrations) {
    this.migrations = migrations;
  }

  @Override
  public SmokeOutcome run() throws InterruptedException {
    MigrationDrift drift;
    try {
      drift = migrations.drift();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return SmokeOutcome.failedByDependency(
          "the history of migrations cannot be read: " + e.getClass().getSimpleName());
    }
    List<String> pending = new ArrayList<>(drift.pending());
    drift.failed().forEach(name -> pending.add(name + " (failed)"));
    if (pending.isEmpty()) {
      return SmokeOutcome.passed();
    }
    List<String> named = pending.subList(0, Math.min(MAX_NAMED, pending.size()));
    return SmokeOutcome.failed(
        pending.size() + " migrations are not applied: " + String.join(", ", named));
  }
}
