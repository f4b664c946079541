package dev.tocsin.server.pack;

import dev.tocsin.server.rule.RuleSource;
import java.util.List;

/// One pack, read.
///
/// @param owner who answers for its content
/// @param tests rule tests in promtool's format
public record Pack(
    String name,
    String title,
    String description,
    String owner,
    List<RuleSource> rules,
    List<Runbook> runbooks,
    List<RuleSource> tests) {
  public Pack {
    rules = List.copyOf(rules);
    runbooks = List.copyOf(runbooks);
    tests = List.copyOf(tests);
  }
}
