package dev.tocsin.server.statuspage;

import dev.tocsin.server.probe.UptimeDay;
import java.time.LocalDate;
import java.util.OptionalDouble;

/// One day (UTC) of a service.
///
/// @param uptime the share of good checks in percent; absent when nobody checked
public record PublicDay(LocalDate date, OptionalDouble uptime, Level level) {
  private static final double WHOLE = 100;

  /// Above this share of failed checks a day was bad, not just bumpy.
  private static final double BAD_FROM_PERCENT = 1;

  /// What a day was like.
  public enum Level {
    NONE("no data"),
    GOOD("all well"),
    WARN("some trouble"),
    BAD("outage");

    private final String words;

    Level(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  static PublicDay of(UptimeDay day) {
    return new PublicDay(day.day(), day.percentage(false), level(day));
  }

  private static Level level(UptimeDay day) {
    if (day.total() == 0) {
      return Level.NONE;
    }
    if (day.up() == day.total()) {
      return Level.GOOD;
    }
    boolean bad = WHOLE * day.down() >= BAD_FROM_PERCENT * day.total();
    return bad ? Level.BAD : Level.WARN;
  }
}
