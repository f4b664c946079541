package dev.tocsin.server.deliver;

import dev.tocsin.server.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the alarm itself is watched.
///
/// @param limits what counts as trouble
/// @param canary test pages on a schedule
/// @param ping tells somebody outside that we live
/// @param retention how long finished deliveries and notices stay
/// @param contact whom to tell by hand when nothing else works
/// @param primaryRequired whether a missing incident webhook is trouble
public record WatchOptions(
    Limits limits,
    Canary canary,
    Optional<Ping> ping,
    Duration retention,
    String contact,
    boolean primaryRequired) {
  private static final Duration LONGEST = Duration.ofDays(400);

  /// @param proofAge how long a delivery proves that a channel works
  /// @param oldestPending how long a notification may wait
  /// @param remindEvery how often unsolved trouble is told again
  /// @param drillEvery how often a replay must be exercised; zero for never
  public record Limits(
      Duration proofAge, Duration oldestPending, Duration remindEvery, Duration drillEvery) {}

  /// @param every zero for never
  public record Canary(Duration every, List<String> channels) {
    public Canary {
      channels = List.copyOf(channels);
    }
  }

  /// @param allowPrivateAddresses whether the address may be in a private network
  public record Ping(URI address, Duration every, boolean allowPrivateAddresses) {}

  static WatchOptions defaults() {
    return new WatchOptions(
        new Limits(
            Duration.ofMinutes(15), Duration.ofMinutes(2), Duration.ofMinutes(30), Duration.ZERO),
        new Canary(Duration.ZERO, List.of()),
        Optional.empty(),
        Duration.ofDays(90),
        "",
        false);
  }

  /// Reads `delivery.watch`.
  static WatchOptions read(Settings section, List<String> channels) {
    var usual = defaults().limits();
    var second = Duration.ofSeconds(1);
    var options =
        new WatchOptions(
            new Limits(
                section.duration("proof_age", usual.proofAge(), second, LONGEST),
                section.duration("oldest_pending", usual.oldestPending(), second, LONGEST),
                section.duration("remind_every", usual.remindEvery(), second, LONGEST),
                section.duration("drill_every", usual.drillEvery(), Duration.ZERO, LONGEST)),
            canary(section.section("canary"), channels),
            ping(section.section("dead_mans_switch")),
            section.duration("keep", defaults().retention(), Duration.ofDays(1), LONGEST),
            section.text("contact", ""),
            section.flag("primary_required", false));
    section.finish();
    return options;
  }

  private static Canary canary(Settings section, List<String> known) {
    var channels = section.texts("channels");
    for (var channel : channels) {
      if (!known.contains(channel)) {
        section.report(
            "channels",
            "there is no channel \"" + channel + "\"",
            "use names of delivery.channels");
      }
    }
    var minute = Duration.ofMinutes(1);
    var every =
        section.has("every")
            ? section.duration("every", Duration.ofHours(24), minute, LONGEST)
            : Duration.ofHours(24);
    section.finish();
    return new Canary(channels.isEmpty() ? Duration.ZERO : every, channels);
  }

  private static Optional<Ping> ping(Settings section) {
    var every =
        section.duration(
            "every", Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofHours(24));
    boolean allowPrivate = section.flag("allow_private_addresses", false);
    var ping = section.address("url").map(url -> new Ping(url, every, allowPrivate));
    section.finish();
    return ping;
  }

  Duration proofAge() {
    return limits.proofAge();
  }

  Duration drillEvery() {
    return limits.drillEvery();
  }
}
