package dev.tocsin.server.rule;

import java.time.Duration;
import java.util.List;

/// Rules that are evaluated one after the other, for the same time.
///
/// @param file where it stands
/// @param limit the most series that one of its rules may return
/// @param queryOffset how far before the time of an evaluation its rules look, for series that come
///   late
public record RuleGroup(
    String file,
    String name,
    Duration interval,
    int limit,
    Duration queryOffset,
    List<Rule> rules) {
  public RuleGroup {
    rules = List.copyOf(rules);
  }

  /// One that looks at the time of its evaluation.
  public RuleGroup(String file, String name, Duration interval, int limit, List<Rule> rules) {
    this(file, name, interval, limit, Duration.ZERO, rules);
  }

  /// Unique among all groups, and the same on each replica that has the same files.
  public String key() {
    return file + ";" + name;
  }
}
