package dev.tocsin.server.pack;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A version of rules that came, as it is recorded.
record RuleImport(
    String name, String version, Step step, Content content, Origin origin, boolean isCurrent) {

  /// How it compares with what was there before.
  enum Step {
    FIRST,
    UPGRADE,
    DOWNGRADE,
    /// The same version with the same rules.
    SAME,
    /// The same version with other rules.
    CHANGED,
    REMOVAL;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What it holds.
  ///
  /// @param rules each rule with a digest of what it says
  /// @param changes a line for each rule that was added, removed or changed
  /// @param text the rule file; empty for a shipped pack and for a removal
  record Content(Map<String, String> rules, List<String> changes, String text) {
    Content {
      rules = Map.copyOf(rules);
      changes = List.copyOf(changes);
    }
  }

  /// Where it came from.
  record Origin(String by, long atMillis) {}
}
