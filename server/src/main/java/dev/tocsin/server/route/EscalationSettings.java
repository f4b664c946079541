package dev.tocsin.server.route;

import dev.tocsin.server.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads `routing.escalation`.
final class EscalationSettings {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final int STEP_LIMIT = 20;

  private EscalationSettings() {}

  static Escalation read(Settings section, Set<String> receivers) {
    var severities = severities(section);
    var steps = new ArrayList<Escalation.Step>();
    for (var item : section.sections("steps")) {
      steps.add(step(item, receivers, steps));
    }
    if (steps.size() > STEP_LIMIT) {
      section.report("steps", "has too many items", "use at most " + STEP_LIMIT);
    }
    section.finish();
    return new Escalation(severities, steps);
  }

  private static Set<String> severities(Settings section) {
    var severities = new LinkedHashSet<>(section.texts("severities"));
    for (var severity : severities) {
      if (!severity.matches("P[1-4]")) {
        section.report("severities", "\"" + severity + "\" is no severity", "use P1, P2, P3 or P4");
      }
    }
    return section.has("severities") ? severities : Set.of("P1");
  }

  private static Escalation.Step step(
      Settings item, Set<String> receivers, List<Escalation.Step> before) {
    var after = item.duration("after", Duration.ZERO, SHORTEST, LONGEST);
    if (!item.has("after")) {
      item.report("after", "is missing", "write how long nobody may have taken it, such as 5m");
    } else if (!before.isEmpty() && after.compareTo(before.getLast().after()) <= 0) {
      item.report("after", "is not longer than that of the step before", "order the steps");
    }
    var named = item.texts("receivers");
    if (named.isEmpty()) {
      item.report("receivers", "is missing", "name whom to tell then");
    }
    for (var name : named) {
      if (!receivers.contains(name)) {
        item.report(
            "receivers",
            "there is no receiver \"" + name + "\"",
            receivers.isEmpty()
                ? "add it to routing.receivers"
                : "use one of " + String.join(", ", receivers));
      }
    }
    item.finish();
    return new Escalation.Step(after, named);
  }
}
