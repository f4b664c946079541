package dev.tocsin.server.rule;

import java.time.Duration;
import java.util.List;

/// Rules that are evaluated one after the other, for the same time.
///
/// @param file where it stands
/// @param limit the most series that one of its rules may return
public record RuleGroup(String file, String name, Duration interval, int limit, List<Rule> rules) {
  public RuleGroup {
    rules = List.copyOf(rules);
  }

  /// Unique among all groups, and the same on each replica that has the same files.
  public String key() {
    return file + ";" + name;
  }
}
