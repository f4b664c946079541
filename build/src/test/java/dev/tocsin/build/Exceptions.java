package dev.tocsin.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The listed exceptions: places that may go beyond a rule up to a limit, each with its reason.
final class Exceptions {
  private static final Pattern ENTRY = Pattern.compile("(\\S+#\\S+) (\\d+) (\\S.{9,})");

  private record Entry(String key, int limit) {
    boolean covers(Violation violation) {
      return violation.key().equals(key) && violation.measure() <= limit;
    }
  }

  private final List<Entry> entries;

  private Exceptions(List<Entry> entries) {
    this.entries = entries;
  }

  static Exceptions parse(String text) {
    var entries = new ArrayList<Entry>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("# ")) {
        continue;
      }
      Matcher entry = ENTRY.matcher(line);
      if (!entry.matches()) {
        throw new IllegalArgumentException(
            "not an exception: '%s'; write path#member, a limit and a reason".formatted(line));
      }
      entries.add(new Entry(entry.group(1), Integer.parseInt(entry.group(2))));
    }
    return new Exceptions(entries);
  }

  /// What is left when the exceptions are taken away, and the exceptions that excuse nothing.
  List<String> judge(List<Violation> violations) {
    var findings = new ArrayList<String>();
    violations.stream()
        .filter(violation -> entries.stream().noneMatch(entry -> entry.covers(violation)))
        .map(Violation::toString)
        .forEach(findings::add);
    entries.stream()
        .filter(entry -> violations.stream().noneMatch(entry::covers))
        .map(entry -> "the exception %s %d excuses nothing".formatted(entry.key, entry.limit))
        .forEach(findings::add);
    return findings;
  }
}
