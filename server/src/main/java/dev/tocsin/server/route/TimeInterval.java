package dev.tocsin.server.route;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
    ZoneId zone)
    implements Recurrence {
  private static final int DAY_MINUTES = 24 * 60;
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

  @Override
  public boolean contains(Instant instant) {
    var at = instant.atZone(zone);
    return fits(times, at.getHour() * 60 + at.getMinute()) && fits(at.toLocalDate());
  }

  private boolean fits(LocalDate date) {
    return fits(weekdays, date.getDayOfWeek().getValue() % 7)
        && (daysOfMonth.isEmpty() || daysOfMonth.stream().anyMatch(range -> isDay(range, date)))
        && fits(months, date.getMonthValue())
        && fits(years, date.getYear());
  }

  @Override
  public List<Opening> openings(Instant from, Instant until) {
    var openings = new ArrayList<Opening>();
    var last = until.atZone(zone).toLocalDate();
    for (var date = from.atZone(zone).toLocalDate(); !date.isAfter(last); date = date.plusDays(1)) {
      if (fits(date)) {
        addDay(date, openings);
      }
    }
    return openings.stream()
        .map(it -> new Opening(later(it.from(), from), earlier(it.until(), until)))
        .filter(it -> it.from().isBefore(it.until()))
        .toList();
  }

  private void addDay(LocalDate date, List<Opening> openings) {
    var ranges = times.isEmpty() ? List.of(new Range(0, DAY_MINUTES - 1)) : times;
    for (var range : ranges) {
      openings.add(new Opening(at(date, range.first()), at(date, range.last() + 1)));
    }
  }

  /// A time that a change of clocks skips is the moment of the change.
  private Instant at(LocalDate date, int minute) {
    var day = date.plusDays(minute / DAY_MINUTES).atStartOfDay();
    var local = day.plusMinutes(minute % DAY_MINUTES);
    var change = zone.getRules().getTransition(local);
    return change != null && change.isGap() ? change.getInstant() : local.atZone(zone).toInstant();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static boolean fits(List<Range> ranges, int number) {
    return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.has(number));
  }

  private static boolean isDay(Range range, LocalDate date) {
    int length = date.lengthOfMonth();
    int first = range.first() < 0 ? length + 1 + range.first() : range.first();
    int last = range.last() < 0 ? length + 1 + range.last() : range.last();
    return new Range(Math.max(1, first), Math.min(length, last)).has(date.getDayOfMonth());
  }

  /// The first whole minute after an instant at which none of the intervals holds; none if they
  /// hold for longer than eight days.
  public static Optional<Instant> endOf(List<? extends Recurrence> intervals, Instant instant) {
    var minute = instant.truncatedTo(ChronoUnit.MINUTES);
    var last = instant.plus(SEARCH_LIMIT);
    while (minute.isBefore(last)) {
      minute = minute.plus(1, ChronoUnit.MINUTES);
      if (!Recurrence.anyContains(intervals, minute)) {
        return Optional.of(minute);
      }
    }
    return Optional.empty();
  }

  /// The first whole minute after an instant at which one of the intervals holds; none if that is
  /// more than eight days away.
  public static Optional<Instant> beginningOf(
      List<? extends Recurrence> intervals, Instant instant) {
    var minute = instant.truncatedTo(ChronoUnit.MINUTES);
    var last = instant.plus(SEARCH_LIMIT);
    while (minute.isBefore(last)) {
      minute = minute.plus(1, ChronoUnit.MINUTES);
      if (Recurrence.anyContains(intervals, minute)) {
        return Optional.of(minute);
      }
    }
    return Optional.empty();
  }
}
