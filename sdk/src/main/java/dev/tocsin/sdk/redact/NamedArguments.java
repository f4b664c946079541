package dev.tocsin.sdk.redact;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which arguments of a log message stand right behind a secret name. Messages are constants of the
/// code, so the answer is remembered.
final class NamedArguments {

  private static final int MAX_REMEMBERED = 2_000;

  private final Assignments assignments;
  private final Map<String, boolean[]> remembered = new ConcurrentHashMap<>();

  NamedArguments(Assignments assignments) {
    this.assignments = assignments;
  }

  /// @param pattern message with a `{}` for each argument
  /// @return for each place, in their order
  boolean[] of(String pattern) {
    boolean[] known = remembered.get(pattern);
    if (known == null) {
      known = look(pattern);
      if (remembered.size() < MAX_REMEMBERED) {
        remembered.put(pattern, known);
      }
    }
    return known;
  }

  private boolean[] look(String pattern) {
    boolean[] named = new boolean[places(pattern)];
    int place = -2;
    for (int i = 0; i < named.length; i++) {
      place = pattern.indexOf("{}", place + 2);
      named[i] = place > 0 && assignments.endsWithName(pattern.substring(0, place));
    }
    return named;
  }

  private static int places(String pattern) {
    int places = 0;
    for (int at = pattern.indexOf("{}"); at >= 0; at = pattern.indexOf("{}", at + 2)) {
      places++;
    }
    return places;
  }
}
