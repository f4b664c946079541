package dev.tocsin.server.pack;

import dev.tocsin.server.rule.RuleSource;
import java.util.List;

/// One pack, read.
///
/// @param tests rule tests in promtool's format
public record Pack(
    String name,
    String version,
    About about,
    List<RuleSource> rules,
    List<Runbook> runbooks,
    List<RuleSource> tests) {
  /// What it is, for people.
  ///
  /// @param owner who answers for its content
  public record About(String title, String description, String owner) {}

  public Pack {
    rules = List.copyOf(rules);
    runbooks = List.copyOf(runbooks);
    tests = List.copyOf(tests);
  }
}
