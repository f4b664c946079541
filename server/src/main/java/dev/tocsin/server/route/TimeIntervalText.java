package dev.tocsin.server.route;

import dev.tocsin.server.config.Settings;
import dev.tocsin.server.route.TimeInterval.Range;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads time intervals as Alertmanager's configuration writes them.
public final class TimeIntervalText {
  private static final Pattern CLOCK = Pattern.compile("([01]?\\d|2[0-4]):([0-5]\\d)");
  private static final List<String> WEEKDAYS =
      List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");
  private static final int LAST_YEAR = 9999;
  private static final int DAY_MINUTES = 24 * 60;

  private final Settings section;

  private TimeIntervalText(Settings section) {
    this.section = section;
  }

  /// Reads one interval and reports what is wrong with it.
  public static TimeInterval read(Settings section) {
    return new TimeIntervalText(section).interval();
  }

  private TimeInterval interval() {
    var times = new ArrayList<Range>();
    for (var time : section.sections("times")) {
      times.add(time(time));
      time.finish();
    }
    var interval =
        new TimeInterval(
            times,
            ranges("weekdays", WEEKDAYS, 0, 6),
            ranges("days_of_month", List.of(), -31, 31),
            ranges("months", MONTHS, 1, 12),
            ranges("years", List.of(), 1970, LAST_YEAR),
            zone());
    section.finish();
    return interval;
  }

  private static Range time(Settings time) {
    int start = minutes(time, "start_time");
    int end = minutes(time, "end_time");
    if (end <= start) {
      time.report("end_time", "is not after start_time", "cut an interval at midnight in two");
    }
    return new Range(start, end - 1);
  }

  private static int minutes(Settings time, String key) {
    var match = CLOCK.matcher(time.text(key, ""));
    if (!match.matches()) {
      time.report(key, "is no time of day", "write one such as \"09:00\", in quotes");
      return 0;
    }
    int minutes = Integer.parseInt(match.group(1)) * 60 + Integer.parseInt(match.group(2));
    return Math.min(minutes, DAY_MINUTES);
  }

  private List<Range> ranges(String key, List<String> names, int least, int most) {
    var ranges = new ArrayList<Range>();
    for (var text : section.texts(key)) {
      try {
        ranges.add(range(text, names, least, most));
      } catch (IllegalArgumentException e) {
        section.report(
            key,
            "\"" + text + "\" is no range",
            names.isEmpty()
                ? "write one such as \"1:15\" of " + least + " to " + most
                : "write one such as \"" + names.get(1) + ":" + names.get(4) + "\"");
      }
    }
    return ranges;
  }

  private static Range range(String text, List<String> names, int least, int most) {
    var parts = text.strip().toLowerCase(Locale.ROOT).split(":", -1);
    int first = number(parts[0], names, least);
    int last = parts.length > 1 ? number(parts[1], names, least) : first;
    boolean sameSide = (first < 0) == (last < 0) || first > 0;
    if (parts.length > 2 || first < least || last > most || (sameSide && bad(first, last))) {
      throw new IllegalArgumentException(text);
    }
    return new Range(first, last);
  }

  private static boolean bad(int first, int last) {
    return last > 0 && first > last || first < 0 && first > last;
  }

  private static int number(String text, List<String> names, int least) {
    int named = names.indexOf(text.strip());
    return named >= 0 ? named + Math.max(least, 0) : Integer.parseInt(text.strip());
  }

  private ZoneId zone() {
    var text = section.text("location", "UTC");
    try {
      return text.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(text);
    } catch (DateTimeException e) {
      section.report(
          "location", "\"" + text + "\" is no time zone", "use one such as Europe/Vienna");
      return ZoneOffset.UTC;
    }
  }
}
