package dev.tocsin.server.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Durations as the field writes them: `500ms`, `15s`, `1m30s`, `2h`, `7d`, `2w`, `1y`; parts from
/// large to small, each once. A year is 365 days.
public final class DurationText {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d{1,4})y)?(?:(\\d{1,5})w)?(?:(\\d{1,6})d)?(?:(\\d{1,7})h)?"
              + "(?:(\\d{1,9})m)?(?:(\\d{1,10})s)?(?:(\\d{1,12})ms)?");
  private static final long[] UNIT_MILLIS = {
    31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
  };
  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};

  private DurationText() {}

  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    var match = FORM.matcher(text);
    if (text.isEmpty() || !match.matches()) {
      return Optional.empty();
    }
    long millis = 0;
    for (int unit = 0; unit < UNIT_MILLIS.length; unit++) {
      var count = match.group(unit + 1);
      if (count != null) {
        millis = Math.addExact(millis, Long.parseLong(count) * UNIT_MILLIS[unit]);
      }
    }
    return Optional.of(Duration.ofMillis(millis));
  }

  /// The shortest text that [#parse] reads back as the same duration: `1m30s`.
  public static String print(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    var text = new StringBuilder();
    for (int unit = 0; unit < UNIT_MILLIS.length; unit++) {
      if (millis >= UNIT_MILLIS[unit] && unit != 0 && unit != 1) {
        text.append(millis / UNIT_MILLIS[unit]).append(UNITS[unit]);
        millis %= UNIT_MILLIS[unit];
      }
    }
    return text.toString();
  }
}
