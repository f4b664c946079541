package dev.tocsin.server.pack;

import dev.tocsin.series.Labels;
import dev.tocsin.server.alert.Fingerprint;
import dev.tocsin.server.config.DurationText;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RecordingRule;
import dev.tocsin.server.rule.Rule;
import dev.tocsin.server.rule.RuleGroup;
import dev.tocsin.server.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Tells rules of two versions apart: a name for each rule, and a digest of all that it says.
/// Layout and comments of a file do not count.
final class RuleDigests {
  private RuleDigests() {}

  static Map<String, String> of(RuleSet rules) {
    var digests = new TreeMap<String, String>();
    for (var group : rules.groups()) {
      for (var rule : group.rules()) {
        digests.put(
            group.name() + " / " + rule.name() + Labels.of(rule.labels()), digest(group, rule));
      }
    }
    return digests;
  }

  /// A line for each rule that differs.
  static List<String> changes(Map<String, String> before, Map<String, String> after) {
    var lines = new ArrayList<String>();
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (var name : names) {
      if (!before.containsKey(name)) {
        lines.add("added: " + name);
      } else if (!after.containsKey(name)) {
        lines.add("removed: " + name);
      } else if (!before.get(name).equals(after.get(name))) {
        lines.add("changed: " + name);
      }
    }
    return lines;
  }

  private static String digest(RuleGroup group, Rule rule) {
    var said =
        switch (rule) {
          case AlertRule alert ->
              List.of(
                  DurationText.print(group.interval()),
                  alert.expr().toString(),
                  DurationText.print(alert.hold()),
                  DurationText.print(alert.keepFiring()),
                  new TreeMap<>(alert.annotations()).toString());
          case RecordingRule recording ->
              List.of(DurationText.print(group.interval()), recording.expr().toString());
        };
    return Fingerprint.of(String.join("\u0000", said));
  }
}
