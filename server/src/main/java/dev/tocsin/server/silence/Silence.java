package dev.tocsin.server.silence;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.route.MatcherText;
import java.util.List;
import java.util.Map;

/// Nobody is told of alerts that match, from one moment to another.
///
/// @param author who wants it
/// @param reason why
public record Silence(
    String id,
    List<Matcher> matchers,
    String author,
    String reason,
    long startsAtMillis,
    long endsAtMillis,
    long updatedAtMillis) {
  public Silence {
    matchers = List.copyOf(matchers);
  }

  /// Where it stands at a moment.
  public enum State {
    PENDING,
    ACTIVE,
    EXPIRED
  }

  public State state(long nowMillis) {
    if (nowMillis >= endsAtMillis) {
      return State.EXPIRED;
    }
    return nowMillis < startsAtMillis ? State.PENDING : State.ACTIVE;
  }

  public boolean covers(Map<String, String> labels) {
    return MatcherText.all(matchers, labels);
  }

  public String matcherText() {
    return MatcherText.print(matchers);
  }

  Silence endingAt(long millis, long nowMillis) {
    return new Silence(
        id, matchers, author, reason, Math.min(startsAtMillis, millis), millis, nowMillis);
  }
}
