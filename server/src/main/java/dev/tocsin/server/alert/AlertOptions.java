package dev.tocsin.server.alert;

import dev.tocsin.server.config.Settings;
import java.time.Duration;

/// How alerts are kept.
///
/// @param cooldown how long an alert that has notified stays quiet when it fires again; a rule may
///   set its own by annotation
/// @param historyRetention how long resolved alerts are kept
/// @param openLimit the most alerts that may be pending or firing at a time
/// @param resolveTimeout when a received alert that names no end is over unless it is sent again
/// @param flapping when an alert counts as flapping
/// @param noDataHold how long an open alert stays as it is when there is no data for it; 0 resolves
///   it at once
public record AlertOptions(
    Duration cooldown,
    Duration historyRetention,
    int openLimit,
    Duration resolveTimeout,
    Flapping flapping,
    Duration noDataHold) {
  static final Duration LONGEST_COOLDOWN = Duration.ofDays(7);
  private static final Duration USUAL_RETENTION = Duration.ofDays(90);
  private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
  private static final Duration LONGEST_RETENTION = Duration.ofDays(3650);
  private static final Duration USUAL_RESOLVE_TIMEOUT = Duration.ofMinutes(5);
  private static final int USUAL_LIMIT = 100_000;
  private static final int HIGHEST_LIMIT = 1_000_000;

  private static final Duration USUAL_HOLD = Duration.ofHours(1);
  private static final Duration LONGEST_HOLD = Duration.ofDays(30);

  /// With the usual figures for what is received, flaps or has no data.
  public AlertOptions(Duration cooldown, Duration historyRetention, int openLimit) {
    this(cooldown, historyRetention, openLimit, USUAL_RESOLVE_TIMEOUT, Flapping.USUAL, USUAL_HOLD);
  }

  /// An alert that has ended so often within a time is kept open until it was quiet for long
  /// enough.
  ///
  /// @param ends 0 for never
  public record Flapping(int ends, Duration within, Duration quiet) {
    static final Flapping USUAL = new Flapping(4, Duration.ofHours(1), Duration.ofMinutes(10));
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
    var timeout =
        section.duration(
            "resolve_timeout", USUAL_RESOLVE_TIMEOUT, Duration.ofSeconds(1), LONGEST_COOLDOWN);
    var flapping =
        new Flapping(
            section.integer("flapping_ends", Flapping.USUAL.ends(), 0, 100),
            section.duration(
                "flapping_within",
                Flapping.USUAL.within(),
                Duration.ofMinutes(1),
                LONGEST_COOLDOWN),
            section.duration(
                "flapping_quiet", Flapping.USUAL.quiet(), Duration.ofSeconds(1), LONGEST_COOLDOWN));
    section.finish();
    return new AlertOptions(cooldown, retention, limit, timeout, flapping, hold);
  }
}
