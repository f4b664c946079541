package dev.tocsin.sdk.migration;

import java.util.ArrayList;
import java.util.List;

/// How the database differs from what the application ships. Versions are the migration's version,
/// or its description when it has none.
///
/// @param shipped how many migrations the application ships
/// @param applied how many the database has
/// @param pending shipped and not applied
/// @param failed begun and not finished
/// @param foreign applied and not shipped: the application is older than its database, or a
///   migration was edited after it had been applied
public record MigrationDrift(
    int shipped, int applied, List<String> pending, List<String> failed, List<String> foreign) {

  public MigrationDrift {
    pending = List.copyOf(pending);
    failed = List.copyOf(failed);
    foreign = List.copyOf(foreign);
  }

  public boolean exists() {
    return !(pending.isEmpty() && failed.isEmpty() && foreign.isEmpty());
  }

  /// One sentence for an operator; empty when there is no drift.
  public String summary() {
    List<String> parts = new ArrayList<>();
    add(parts, "not applied", pending);
    add(parts, "failed", failed);
    add(parts, "applied but not shipped", foreign);
    return parts.isEmpty() ? "" : "migrations " + String.join("; ", parts);
  }

  private static void add(List<String> parts, String what, List<String> versions) {
    if (!versions.isEmpty()) {
      parts.add(what + ": " + String.join(", ", versions));
    }
  }
}
