package dev.tocsin.server.silence;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is quiet when, over a week or a month, ready to be drawn. All of it in UTC.
///
/// @param first the first day
/// @param last the last day
/// @param lanes silences and windows that are quiet at some time of it
public record MuteCalendar(Span span, LocalDate first, LocalDate last, List<Lane> lanes, long now) {
  private static final double LEAST_WIDTH = 0.6;
  private static final int TOLD_LIMIT = 12;
  private static final DateTimeFormatter WEEKDAY = at("EEE d");
  private static final DateTimeFormatter DAY = at("d");
  private static final DateTimeFormatter TITLE = at("d MMMM yyyy");
  private static final DateTimeFormatter MOMENT = at("EEE d MMM HH:mm");

  /// How much is shown at once.
  public enum Span {
    WEEK,
    MONTH;

    static Span of(String text) {
      return text.equals("month") ? MONTH : WEEK;
    }

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A silence or a window.
  ///
  /// @param link to its page
  public record Lane(String title, String link, boolean isWindow, List<Window.Opening> openings) {
    public Lane {
      openings = List.copyOf(openings);
    }
  }

  /// A stretch of a lane, in percent of the picture.
  public record Bar(double from, double width) {}

  /// A word at a place, in percent of the picture.
  public record Mark(String text, double percent, boolean isToday) {}

  public MuteCalendar {
    lanes = List.copyOf(lanes);
  }

  private static DateTimeFormatter at(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  static MuteCalendar of(Wish wish, List<Silence> silences, List<Window> windows, long now) {
    var span = wish.span();
    var start = start(span, date(wish.day(), now));
    var last =
        span == Span.WEEK ? start.plusDays(6) : start.with(TemporalAdjusters.lastDayOfMonth());
    long from = millis(start);
    long until = millis(last.plusDays(1));
    var lanes = new ArrayList<Lane>();
    for (var window : windows) {
      var openings = window.openings(from, until);
      if (!openings.isEmpty()) {
        lanes.add(
            new Lane(window.name(), "/admin/silences/windows/" + window.id(), true, openings));
      }
    }
    for (var silence : silences) {
      opening(silence, from, until)
          .ifPresent(
              it ->
                  lanes.add(
                      new Lane(
                          silence.reason(),
                          "/admin/silences/" + silence.id(),
                          false,
                          List.of(it))));
    }
    return new MuteCalendar(span, start, last, lanes, now);
  }

  /// What somebody wants to see.
  ///
  /// @param day any day of the week or month, such as `2026-03-01`; empty for today
  record Wish(Span span, String day) {}

  private static Optional<Window.Opening> opening(Silence silence, long from, long until) {
    long begin = Math.max(from, silence.startsAtMillis());
    long end = Math.min(until, silence.endsAtMillis());
    return begin < end ? Optional.of(new Window.Opening(begin, end)) : Optional.empty();
  }

  private static LocalDate date(String day, long now) {
    var today = Instant.ofEpochMilli(now).atZone(ZoneOffset.UTC).toLocalDate();
    try {
      var date = day.isEmpty() ? today : LocalDate.parse(day);
      return Math.abs(date.getYear() - today.getYear()) > 100 ? today : date;
    } catch (DateTimeException e) {
      return today;
    }
  }

  private static LocalDate start(Span span, LocalDate day) {
    return span == Span.WEEK
        ? day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
        : day.withDayOfMonth(1);
  }

  private static long millis(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private double percent(long millis) {
    double from = millis(first);
    double until = millis(last.plusDays(1));
    return Math.clamp((millis - from) / (until - from), 0, 1) * 100;
  }

  /// What to draw of a lane; the shortest opening can still be seen.
  public List<Bar> bars(Lane lane) {
    return lane.openings().stream()
        .map(
            it -> {
              double from = percent(it.fromMillis());
              double width = Math.max(LEAST_WIDTH, percent(it.untilMillis()) - from);
              return new Bar(Math.min(from, 100 - width), width);
            })
        .toList();
  }

  /// The days, each where it begins.
  public List<Mark> days() {
    var today = Instant.ofEpochMilli(now).atZone(ZoneOffset.UTC).toLocalDate();
    var format = span == Span.WEEK ? WEEKDAY : DAY;
    return first
        .datesUntil(last.plusDays(1))
        .map(day -> new Mark(format.format(day), percent(millis(day)), day.equals(today)))
        .toList();
  }

  /// Where now is, if it is on the picture.
  public Optional<Double> nowPercent() {
    boolean isShown = now >= millis(first) && now < millis(last.plusDays(1));
    return isShown ? Optional.of(percent(now)) : Optional.empty();
  }

  public LocalDate before() {
    return span == Span.WEEK ? first.minusWeeks(1) : first.minusMonths(1);
  }

  public LocalDate after() {
    return last.plusDays(1);
  }

  public String title() {
    return TITLE.format(first) + " to " + TITLE.format(last);
  }

  /// The openings of a lane in words.
  public String told(Lane lane) {
    var some =
        lane.openings().stream()
            .limit(TOLD_LIMIT)
            .map(MuteCalendar::told)
            .collect(Collectors.joining("; "));
    int more = lane.openings().size() - TOLD_LIMIT;
    return more > 0 ? some + "; and " + more + " more" : some;
  }

  /// An opening in words.
  public static String told(Window.Opening opening) {
    return MOMENT.format(Instant.ofEpochMilli(opening.fromMillis()))
        + " to "
        + MOMENT.format(Instant.ofEpochMilli(opening.untilMillis()));
  }
}
