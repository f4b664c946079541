package dev.tocsin.server.deliver;

import dev.tocsin.server.config.Settings;
import dev.tocsin.server.incident.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How notifications leave: channels by name, who hears what, and how patiently they are retried.
public final class DeliveryOptions {
  /// Takes part without being named when it is configured.
  static final String USUAL_SECONDARY = "incident-webhook-secondary";

  /// What is called when governance says so.
  private static final List<String> USUAL_PAGING = List.of(Transport.PRIMARY_CHANNEL, "pagerduty");

  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration LONGEST_GROUP_WAIT = Duration.ofMinutes(10);

  private final ChannelList channels;
  private final Routing routing;
  private final @Nullable String secondary;
  private final Timing timing;
  private final WatchOptions watch;
  private final List<Transport> transports;

  /// @param groupWait how long a new incident waits for its end before anybody is told
  /// @param lease how long a worker's silence is borne before another takes its work
  public record Timing(RetryPolicy retry, Duration groupWait, Duration lease) {
    public static Timing defaults() {
      return new Timing(RetryPolicy.defaults(), Duration.ZERO, LEASE);
    }
  }

  private DeliveryOptions(
      ChannelList channels,
      Routing routing,
      @Nullable String secondary,
      Timing timing,
      WatchOptions watch,
      List<Transport> transports) {
    this.channels = channels;
    this.routing = routing;
    this.secondary = secondary;
    this.timing = timing;
    this.watch = watch;
    this.transports = List.copyOf(transports);
  }

  /// All channels hear their usual changes.
  ///
  /// @param secondary the channel that gets what the others could not deliver
  public static DeliveryOptions of(
      List<? extends Channel> channels, Optional<String> secondary, Timing timing) {
    var list = ChannelList.of(channels);
    var name = secondary.orElse(null);
    var usual = usual(list.channels(), name);
    return new DeliveryOptions(
        list,
        new Routing(List.of(), usual, usual),
        name,
        timing,
        WatchOptions.defaults(),
        List.of());
  }

  /// Reads `delivery`.
  public static DeliveryOptions read(
      Settings section, List<? extends ChannelType> types, Map<String, String> environment) {
    var items = section.sections("channels");
    var list = ChannelList.read(section, items, types, environment);
    var channels = list.channels();
    var secondary = secondary(section, channels);
    var lines = section.sections("routes").stream().map(it -> line(it, channels)).toList();
    var paging = paging(section, channels, secondary);
    var timing =
        new Timing(
            retry(section),
            section.duration("group_wait", Duration.ZERO, Duration.ZERO, LONGEST_GROUP_WAIT),
            LEASE);
    var watch =
        WatchOptions.read(section.section("watch"), List.copyOf(channels.keySet()), environment);
    section.finish();
    var usual = usual(channels, secondary);
    var routing = new Routing(lines, usual, paging);
    return new DeliveryOptions(
        list, routing, secondary, timing, watch, Transport.read(items, environment));
  }

  private static List<Channel> usual(Map<String, Channel> channels, @Nullable String secondary) {
    return channels.values().stream().filter(channel -> !channel.name().equals(secondary)).toList();
  }

  /// The incident webhook and the pager when there are such; else all that are told of anything.
  private static List<Channel> paging(
      Settings section, Map<String, Channel> channels, @Nullable String secondary) {
    var named = named(section, "paging", channels);
    if (section.has("paging")) {
      return named;
    }
    var usual = USUAL_PAGING.stream().map(channels::get).filter(Objects::nonNull).toList();
    return usual.isEmpty() ? usual(channels, secondary) : usual;
  }

  private static List<Channel> named(Settings section, String key, Map<String, Channel> channels) {
    var found = new ArrayList<Channel>();
    for (var name : section.texts(key)) {
      var channel = channels.get(name);
      if (channel == null) {
        reportUnknown(section, key, name, channels);
      } else {
        found.add(channel);
      }
    }
    return found;
  }

  private static RetryPolicy retry(Settings section) {
    var usual = RetryPolicy.defaults();
    var second = Duration.ofSeconds(1);
    return new RetryPolicy(
        section.integer("attempts", usual.attempts(), 1, 100),
        section.duration("first_retry", usual.first(), Duration.ofMillis(10), Duration.ofHours(1)),
        section.duration("longest_retry", usual.longest(), second, Duration.ofHours(6)),
        section.duration("max_age", usual.maxAge(), second, Duration.ofDays(30)));
  }

  private static @Nullable String secondary(Settings section, Map<String, Channel> channels) {
    var name = section.text("secondary").orElse(null);
    if (name != null && !channels.containsKey(name)) {
      reportUnknown(section, "secondary", name, channels);
      return null;
    }
    if (name == null && channels.containsKey(USUAL_SECONDARY)) {
      return USUAL_SECONDARY;
    }
    return name;
  }

  private static Routing.Line line(Settings section, Map<String, Channel> channels) {
    var severities = EnumSet.noneOf(Severity.class);
    for (var text : section.texts("severities")) {
      Severity.parse(text)
          .ifPresentOrElse(
              severities::add,
              () ->
                  section.report(
                      "severities", "\"" + text + "\" is no severity", "use P1, P2, P3 or P4"));
    }
    var changes = EnumSet.noneOf(ChangeKind.class);
    for (var text : section.texts("changes")) {
      try {
        changes.add(ChangeKind.valueOf(text.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        section.report(
            "changes",
            "\"" + text + "\" is no change",
            "use opened, acknowledged, updated, escalated, resolved or reminded");
      }
    }
    var targets = new ArrayList<Channel>();
    for (var name : section.texts("channels")) {
      var channel = channels.get(name);
      if (channel == null) {
        reportUnknown(section, "channels", name, channels);
      } else {
        targets.add(channel);
      }
    }
    section.finish();
    return new Routing.Line(severities, changes, targets);
  }

  private static void reportUnknown(
      Settings section, String key, String name, Map<String, Channel> channels) {
    section.report(
        key,
        "there is no channel \"" + name + "\"",
        channels.isEmpty()
            ? "add it to delivery.channels"
            : "use one of " + String.join(", ", channels.keySet()));
  }

  /// The names of all channels.
  public List<String> channelNames() {
    return List.copyOf(channels.channels().keySet());
  }

  List<Channel> channels() {
    return List.copyOf(channels.channels().values());
  }

  /// The channels, and beside those that can be sent to receivers of somebody's choice the ways
  /// that do so.
  List<Channel> paths() {
    return channels().stream()
        .flatMap(it -> it.takesReceivers() ? Stream.of(it, new OwnPath(it)) : Stream.of(it))
        .toList();
  }

  /// A channel, or the way through one to receivers of somebody's choice.
  Optional<Channel> channel(String name) {
    var own = OwnPath.channel(name);
    return own.isPresent() ? own.flatMap(channels::find).map(OwnPath::new) : channels.find(name);
  }

  /// The channel whose name is that of a kind of channel, or else contains it.
  public Optional<Channel> channelFor(String kind) {
    return channels
        .find(kind)
        .or(() -> channels().stream().filter(it -> it.name().contains(kind)).findFirst());
  }

  Pace pace(String channel) {
    return channels.pace(OwnPath.channel(channel).orElse(channel));
  }

  Routing routing() {
    return routing;
  }

  Optional<String> secondary() {
    return Optional.ofNullable(secondary);
  }

  /// The same channels, watched in another way.
  public DeliveryOptions watchedBy(WatchOptions other) {
    return new DeliveryOptions(channels, routing, secondary, timing, other, transports);
  }

  /// The ways that have names of their own, and whether they are configured.
  public List<Transport> transports() {
    return transports;
  }

  public WatchOptions watch() {
    return watch;
  }

  Timing timing() {
    return timing;
  }
}
