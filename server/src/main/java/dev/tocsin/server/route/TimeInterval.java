package dev.tocsin.server.route;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// A recurring time in Alertmanager's form. Each kind of range that is given must hold; within a
/// kind, any of them. A kind that is not given holds always.
///
/// @param times minutes of the day, the end not included
/// @param weekdays 0 is Sunday
/// @param daysOfMonth from 1; negative ones count from the end, -1 is the last
public record TimeInterval(
    List<Range> times,
    List<Range> weekdays,
    List<Range> daysOfMonth,
    List<Range> months,
    List<Range> years,
    ZoneId zone) {
  private static final Duration SEARCH_LIMIT = Duration.ofDays(8);

  public TimeInterval {
    times = List.copyOf(times);
    weekdays = List.copyOf(weekdays);
    daysOfMonth = List.copyOf(daysOfMonth);
    months = List.copyOf(months);
    years = List.copyOf(years);
  }

  /// From one number to another, both included.
  public record Range(int first, int last) {
    boolean has(int number) {
      return first <= number && number <= last;
    }
  }

  public boolean contains(Instant instant) {
    var at = instant.atZone(zone);
    return fits(times, at.getHour() * 60 + at.getMinute())
        && fits(weekdays, at.getDayOfWeek().getValue() % 7)
        && (daysOfMonth.isEmpty() || daysOfMonth.stream().anyMatch(range -> isDay(range, at)))
        && fits(months, at.getMonthValue())
        && fits(years, at.getYear());
  }

  private static boolean fits(List<Range> ranges, int number) {
    return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.has(number));
  }

  private static boolean isDay(Range range, ZonedDateTime at) {
    int length = at.toLocalDate().lengthOfMonth();
    int first = range.first() < 0 ? length + 1 + range.first() : range.first();
    int last = range.last() < 0 ? length + 1 + range.last() : range.last();
    return new Range(Math.max(1, first), Math.min(length, last)).has(at.getDayOfMonth());
  }

  /// The first whole minute after an instant at which none of the intervals holds; none if they
  /// hold for longer than eight days.
  public static Optional<Instant> endOf(List<TimeInterval> intervals, Instant instant) {
    var minute = instant.truncatedTo(ChronoUnit.MINUTES);
    var last = instant.plus(SEARCH_LIMIT);
    while (minute.isBefore(last)) {
      minute = minute.plus(1, ChronoUnit.MINUTES);
      if (!anyContains(intervals, minute)) {
        return Optional.of(minute);
      }
    }
    return Optional.empty();
  }

  /// The first whole minute after an instant at which one of the intervals holds; none if that is
  /// more than eight days away.
  public static Optional<Instant> beginningOf(List<TimeInterval> intervals, Instant instant) {
    var minute = instant.truncatedTo(ChronoUnit.MINUTES);
    var last = instant.plus(SEARCH_LIMIT);
    while (minute.isBefore(last)) {
      minute = minute.plus(1, ChronoUnit.MINUTES);
      if (anyContains(intervals, minute)) {
        return Optional.of(minute);
      }
    }
    return Optional.empty();
  }

  public static boolean anyContains(List<TimeInterval> intervals, Instant instant) {
    return intervals.stream().anyMatch(interval -> interval.contains(instant));
  }
}
