package dev.tocsin.sdk.deploy;

import java.util.List;

final class MigrationCheck implements SmokeCheck {

  private static final int MAX_NAMED = 5;

  private final PendingMigrations migrations;

  MigrationCheck(PendingMigrations migrations) {
    this.migrations = migrations;
  }

  @Override
  public SmokeOutcome run() throws InterruptedException {
    List<String> pending;
    try {
      pending = migrations.pending();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return SmokeOutcome.failedByDependency(
          "the history of migrations cannot be read: " + e.getClass().getSimpleName());
    }
    if (pending.isEmpty()) {
      return SmokeOutcome.passed();
    }
    List<String> named = pending.subList(0, Math.min(MAX_NAMED, pending.size()));
    return SmokeOutcome.failed(
        pending.size() + " migrations are not applied: " + String.join(", ", named));
  }
}
