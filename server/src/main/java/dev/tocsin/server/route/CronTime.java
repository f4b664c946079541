package dev.tocsin.server.route;

import dev.tocsin.server.config.Settings;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// A time that begins when a cron line says so, such as `0 2 * * sun`, and lasts for a while.
///
/// The five fields are minute, hour, day of the month, month, day of the week (0 and 7 are Sunday),
/// with `*`, lists, ranges, steps and English short names. When both kinds of day are given, either
/// suffices, as cron has it.
///
/// @param line as it was written
/// @param length how long it lasts from each start
public record CronTime(String line, Fields fields, Duration length, ZoneId zone)
    implements Recurrence {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  /// What the line allows.
  ///
  /// @param eitherDay whether one of the two kinds of day suffices
  record Fields(
      BitSet minutes,
      BitSet hours,
      BitSet days,
      BitSet months,
      BitSet weekdays,
      boolean eitherDay) {
    boolean has(LocalDate date) {
      boolean isDay = days.get(date.getDayOfMonth());
      boolean isWeekday =
          weekdays.get(date.getDayOfWeek().getValue() % DayOfWeek.SUNDAY.getValue());
      return months.get(date.getMonthValue())
          && (eitherDay ? isDay || isWeekday : isDay && isWeekday);
    }
  }

  /// Reads `cron`, `for` and `location`, and reports what is wrong with them.
  public static CronTime read(Settings section) {
    var line = section.text("cron", "").strip();
    var length = section.duration("for", Duration.ofHours(1), SHORTEST, LONGEST);
    var zone = zone(section);
    if (!section.has("for")) {
      section.report("for", "is missing", "say how long it lasts, such as 2h");
    }
    section.finish();
    try {
      return new CronTime(line, fields(line), length, zone);
    } catch (IllegalArgumentException e) {
      section.report(
          "cron", String.valueOf(e.getMessage()), "write five fields such as \"0 2 * * sun\"");
      return new CronTime(line, fields("0 0 1 1 *"), length, zone);
    }
  }

  private static ZoneId zone(Settings section) {
    var text = section.text("location", "UTC");
    try {
      return text.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(text);
    } catch (DateTimeException e) {
      section.report(
          "location", "\"" + text + "\" is no time zone", "use one such as Europe/Vienna");
      return ZoneOffset.UTC;
    }
  }

  private static Fields fields(String line) {
    var parts = line.toLowerCase(Locale.ROOT).split("\\s+");
    if (parts.length != 5) {
      throw new IllegalArgumentException("\"" + line + "\" has not five fields");
    }
    var weekdays = field(parts[4], 0, 7, DAYS);
    if (weekdays.get(7)) {
      weekdays.set(0);
      weekdays.clear(7);
    }
    return new Fields(
        field(parts[0], 0, 59, List.of()),
        field(parts[1], 0, 23, List.of()),
        field(parts[2], 1, 31, List.of()),
        field(parts[3], 1, 12, MONTHS),
        weekdays,
        !parts[2].startsWith("*") && !parts[4].startsWith("*"));
  }

  private static BitSet field(String text, int least, int most, List<String> names) {
    var allowed = new BitSet();
    for (var item : text.split(",", -1)) {
      var step = item.split("/", 2);
      var range = step[0].split("-", 2);
      boolean isAll = step[0].equals("*");
      int first = isAll ? least : number(range[0], least, names);
      int last = isAll || (range.length == 1 && step.length == 2) ? most : first;
      if (range.length == 2) {
        last = number(range[1], least, names);
      }
      int every = step.length == 2 ? number(step[1], least, List.of()) : 1;
      if (first < least || last > most || first > last || every < 1) {
        throw new IllegalArgumentException(
            "\"" + item + "\" is not within " + least + " and " + most);
      }
      for (int number = first; number <= last; number += every) {
        allowed.set(number);
      }
    }
    return allowed;
  }

  private static int number(String text, int least, List<String> names) {
    int named = names.indexOf(text);
    if (named >= 0) {
      return named + least;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no number", e);
    }
  }

  @Override
  public boolean contains(Instant instant) {
    return !starts(instant.minus(length).plusMillis(1), instant.plusMillis(1)).isEmpty();
  }

  @Override
  public List<Opening> openings(Instant from, Instant until) {
    return starts(from.minus(length).plusMillis(1), until).stream()
        .map(
            start ->
                new Opening(
                    start.isBefore(from) ? from : start,
                    start.plus(length).isAfter(until) ? until : start.plus(length)))
        .toList();
  }

  /// The second moment is not included. A start within the hour that a change of clocks skips is
  /// moved behind it; one within the hour that comes twice is the first.
  private List<Instant> starts(Instant from, Instant until) {
    var starts = new ArrayList<Instant>();
    var last = until.atZone(zone).toLocalDate();
    for (var date = from.atZone(zone).toLocalDate(); !date.isAfter(last); date = date.plusDays(1)) {
      if (fields.has(date)) {
        addStarts(date, starts);
      }
    }
    starts.removeIf(start -> start.isBefore(from) || !start.isBefore(until));
    return starts;
  }

  private void addStarts(LocalDate date, List<Instant> starts) {
    for (int hour = fields.hours().nextSetBit(0); hour >= 0; ) {
      for (int minute = fields.minutes().nextSetBit(0); minute >= 0; ) {
        starts.add(date.atTime(hour, minute).atZone(zone).toInstant());
        minute = fields.minutes().nextSetBit(minute + 1);
      }
      hour = fields.hours().nextSetBit(hour + 1);
    }
  }
}
