package dev.tocsin.server.rule;

import dev.tocsin.promql.PromQl;
import dev.tocsin.server.config.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A calendar of days on which more or less happens than on others, such as sales and holidays. It
/// becomes the series [#FACTOR]: how many times an ordinary day. Rules that compare with the past
/// divide by it then and multiply by it now.
///
/// @param zone where the days begin
public record KnownDays(ZoneId zone, List<Day> days) {
  /// The series: 1 on an ordinary day.
  public static final String FACTOR = "tocsin_calendar_factor";

  private static final String FILE = "calendar";
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final int YEARS_BACK = 1;
  private static final int YEARS_AHEAD = 10;
  private static final int LIMIT = 200;
  private static final int LONGEST_DAYS = 60;
  private static final int LEAP_YEAR = 2024;
  private static final double LARGEST = 1_000;

  /// A day of one year, or of every year.
  ///
  /// @param on `2026-11-27`, or `12-24` for each year
  /// @param days how many, this one included
  /// @param factor how many times an ordinary day
  public record Day(String name, String on, int days, double factor) {
    Optional<LocalDate> in(int year) {
      if (on.length() > MONTH_DAY) {
        return Optional.of(LocalDate.parse(on)).filter(date -> date.getYear() == year);
      }
      var day = MonthDay.parse("--" + on);
      return day.isValidYear(year) ? Optional.of(day.atYear(year)) : Optional.empty();
    }
  }

  private static final int MONTH_DAY = 5;

  public KnownDays {
    days = List.copyOf(days);
  }

  static KnownDays none() {
    return new KnownDays(UTC, List.of());
  }

  /// Reads `rules.calendar`.
  static KnownDays read(Settings section) {
    var zone = zone(section);
    var days = new ArrayList<Day>();
    var items = section.sections("days");
    if (items.size() > LIMIT) {
      section.report("days", "has too many items", "use at most " + LIMIT);
    }
    for (var item : items) {
      day(item).ifPresent(days::add);
    }
    section.finish();
    return new KnownDays(zone, days);
  }

  private static ZoneId zone(Settings section) {
    var text = section.text("time_zone", "UTC");
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      section.report("time_zone", "\"" + text + "\" is unknown", "write one such as Europe/Berlin");
      return UTC;
    }
  }

  private static Optional<Day> day(Settings item) {
    var name = item.required("name", "say what day it is");
    var on = item.required("on", "write 2026-11-27, or 12-24 for each year");
    int days = item.integer("days", 1, 1, LONGEST_DAYS);
    double factor = item.number("factor").orElse(Double.NaN);
    if (!(factor > 0 && factor <= LARGEST)) {
      item.report("factor", "is missing or not usable", "write how many times an ordinary day: 6");
      factor = 1;
    }
    item.finish();
    try {
      var day = new Day(name, on, days, factor);
      var _ = day.in(LEAP_YEAR);
      return Optional.of(day);
    } catch (DateTimeException e) {
      item.report("on", "\"" + on + "\" is no day", "write 2026-11-27, or 12-24 for each year");
      return Optional.empty();
    }
  }

  /// The group that records the factor; nothing when every day is ordinary.
  ///
  /// @param now decides which years are written out
  Optional<RuleGroup> group(Instant now) {
    int year = now.atZone(zone).getYear();
    var terms = new ArrayList<String>();
    for (int in = year - YEARS_BACK; in <= year + YEARS_AHEAD; in++) {
      for (var day : days) {
        day.in(in).map(first -> term(first, day)).ifPresent(terms::add);
      }
    }
    if (terms.isEmpty()) {
      return Optional.empty();
    }
    var text = terms.stream().collect(Collectors.joining(" or ", "", " or vector(1)"));
    var rule = new RecordingRule(FILE, FACTOR, PromQl.parse(text), text, Map.of(), FILE + ":1");
    return Optional.of(new RuleGroup(FILE, FILE, Duration.ofMinutes(1), 1, List.of(rule)));
  }

  private String term(LocalDate first, Day day) {
    long from = first.atStartOfDay(zone).toEpochSecond();
    long to = first.plusDays(day.days()).atStartOfDay(zone).toEpochSecond();
    return "(vector(%s) and (vector(time()) >= %d) and (vector(time()) < %d))"
        .formatted(GoNumbers.shortest(day.factor()), from, to);
  }
}
