package dev.tocsin.server.silence;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.route.MatcherText;
import dev.tocsin.server.route.Recurrence;
import dev.tocsin.server.route.TimeInterval;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A maintenance window: while it is open, nobody is told of alerts about its services or of those
/// that match, and checks of its services do not count.
///
/// @param about what it covers
/// @param author who wants it
/// @param reason why
/// @param schedule when it is open
public record Window(
    String id, String name, String author, String reason, About about, Schedule schedule) {
  private static final int OPENINGS_LIMIT = 500;

  /// What a window covers: alerts that match, and everything about these services.
  public record About(List<Matcher> matchers, List<String> services) {
    public About {
      matchers = List.copyOf(matchers);
      services = List.copyOf(services);
    }
  }

  /// When a window is open: within its first and last moment, always or in these intervals.
  ///
  /// @param text the intervals as they were written
  public record Schedule(
      long startsAtMillis, long endsAtMillis, List<Recurrence> intervals, String text) {
    public Schedule {
      intervals = List.copyOf(intervals);
    }
  }

  /// From one moment to another.
  public record Opening(long fromMillis, long untilMillis) {}

  public boolean isOpen(long millis) {
    return schedule.startsAtMillis() <= millis
        && millis < schedule.endsAtMillis()
        && (schedule.intervals().isEmpty()
            || Recurrence.anyContains(schedule.intervals(), Instant.ofEpochMilli(millis)));
  }

  public boolean covers(Map<String, String> labels) {
    boolean matches = !about.matchers().isEmpty() && MatcherText.all(about.matchers(), labels);
    return matches
        || Arrays.stream(labels.getOrDefault("service", "").split(",", -1))
            .map(String::strip)
            .anyMatch(about.services()::contains);
  }

  /// When the opening that holds at a moment ends.
  long endMillis(long millis) {
    var end =
        schedule.intervals().isEmpty()
            ? Optional.<Instant>empty()
            : TimeInterval.endOf(schedule.intervals(), Instant.ofEpochMilli(millis));
    return Math.min(
        schedule.endsAtMillis(), end.map(Instant::toEpochMilli).orElse(schedule.endsAtMillis()));
  }

  /// When it is open within a time, for a calendar; at most 500 times.
  public List<Opening> openings(long fromMillis, long untilMillis) {
    var from = Instant.ofEpochMilli(Math.max(fromMillis, schedule.startsAtMillis()));
    var until = Instant.ofEpochMilli(Math.min(untilMillis, schedule.endsAtMillis()));
    if (!from.isBefore(until)) {
      return List.of();
    }
    var found =
        schedule.intervals().isEmpty()
            ? List.of(new Recurrence.Opening(from, until))
            : Recurrence.openings(schedule.intervals(), from, until);
    return found.stream()
        .limit(OPENINGS_LIMIT)
        .map(it -> new Opening(it.from().toEpochMilli(), it.until().toEpochMilli()))
        .toList();
  }

  public String matcherText() {
    return MatcherText.print(about.matchers());
  }
}
