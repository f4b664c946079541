package dev.tocsin.server.deliver;

import dev.tocsin.sdk.readiness.DeploymentEnvironment;
import dev.tocsin.server.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the alarm itself is watched.
///
/// @param limits what counts as trouble
/// @param canary test pages on a schedule
/// @param ping tells somebody outside that we live
/// @param retention how long finished deliveries and notices stay
/// @param contacts whom to tell by hand when nothing else works, the first first
/// @param policy which ways there must be
public record WatchOptions(
    Limits limits,
    Canary canary,
    Optional<Ping> ping,
    Duration retention,
    List<String> contacts,
    Policy policy) {
  private static final Duration LONGEST = Duration.ofDays(400);

  private static final int CONTACT_LIMIT = 20;

  public WatchOptions {
    contacts = List.copyOf(contacts);
  }

  /// @param environment where this server runs, as it was told
  /// @param primaryRequired whether a missing incident webhook is trouble
  /// @param secondaryRequired whether there must be a second way that was tried lately
  /// @param testAge how long a test delivery proves that the second way works
  public record Policy(
      String environment, boolean primaryRequired, boolean secondaryRequired, Duration testAge) {
    static Policy none() {
      return new Policy("local", false, false, Duration.ofDays(7));
    }
  }

  /// Whom to tell by hand, in one text.
  String contact() {
    return String.join("; ", contacts);
  }

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
        List.of(),
        Policy.none());
  }

  /// Reads `delivery.watch`.
  static WatchOptions read(
      Settings section, List<String> channels, Map<String, String> environment) {
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
            contacts(section),
            policy(section, environment));
    section.finish();
    return options;
  }

  /// Production must be able to tell of incidents, unless the file says otherwise.
  private static Policy policy(Settings section, Map<String, String> environment) {
    var told = DeploymentEnvironment.of(environment.get(DeploymentEnvironment.VARIABLE));
    return new Policy(
        told.name(),
        section.flag("primary_required", told.production()),
        section.flag("secondary_required", false),
        section.duration("test_age", Policy.none().testAge(), Duration.ofMinutes(1), LONGEST));
  }

  private static List<String> contacts(Settings section) {
    var contacts = new ArrayList<>(section.text("contact").stream().toList());
    contacts.addAll(section.texts("on_call"));
    if (contacts.size() > CONTACT_LIMIT) {
      section.report("on_call", "has too many items", "write at most " + CONTACT_LIMIT);
    }
    return contacts;
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
