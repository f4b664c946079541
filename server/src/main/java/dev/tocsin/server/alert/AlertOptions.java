package dev.tocsin.server.alert;

import dev.tocsin.server.config.Settings;
import java.time.Duration;

/// How alerts are kept.
///
/// @param cooldown how long an alert that has notified stays quiet when it fires again; a rule may
///   set its own by annotation
/// @param historyRetention how long resolved alerts are kept
/// @param openLimit the most alerts that may be pending or firing at a time
/// @param noDataHold how long an open alert stays as it is when there is no data for it; 0 resolves
///   it at once
public record AlertOptions(
    Duration cooldown, Duration historyRetention, int openLimit, Duration noDataHold) {
  static final Duration LONGEST_COOLDOWN = Duration.ofDays(7);
  private static final Duration USUAL_RETENTION = Duration.ofDays(90);
  private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
  private static final Duration LONGEST_RETENTION = Duration.ofDays(3650);
  private static final int USUAL_LIMIT = 10_000;
  private static final int HIGHEST_LIMIT = 1_000_000;

  private static final Duration USUAL_HOLD = Duration.ofHours(1);
  private static final Duration LONGEST_HOLD = Duration.ofDays(30);

  /// With the usual patience for missing data.
  public AlertOptions(Duration cooldown, Duration historyRetention, int openLimit) {
    this(cooldown, historyRetention, openLimit, USUAL_HOLD);
  }

  public static AlertOptions defaults() {
    return new AlertOptions(Duration.ZERO, USUAL_RETENTION, USUAL_LIMIT);
  }

  /// Reads the section `alerts`.
  public static AlertOptions read(Settings section) {
    var cooldown = section.duration("cooldown", Duration.ZERO, Duration.ZERO, LONGEST_COOLDOWN);
    var retention =
        section.duration(
            "history_retention", USUAL_RETENTION, SHORTEST_RETENTION, LONGEST_RETENTION);
    int limit = section.integer("open_limit", USUAL_LIMIT, 1, HIGHEST_LIMIT);
    var hold = section.duration("no_data_hold", USUAL_HOLD, Duration.ZERO, LONGEST_HOLD);
    section.finish();
    return new AlertOptions(cooldown, retention, limit, hold);
  }
}
