package dev.tocsin.server.deliver;

import dev.tocsin.server.config.Settings;
import dev.tocsin.server.incident.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How notifications leave: channels by name, who hears what, and how patiently they are retried.
public final class DeliveryOptions {
  /// Takes part without being named when it is configured.
  static final String USUAL_SECONDARY = "incident-webhook-secondary";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration LONGEST_GROUP_WAIT = Duration.ofMinutes(10);
  private static final int CHANNEL_LIMIT = 100;

  private final Map<String, Channel> channels;
  private final Routing routing;
  private final @Nullable String secondary;
  private final Timing timing;

  /// @param groupWait how long a new incident waits for its end before anybody is told
  /// @param lease how long a worker's silence is borne before another takes its work
  public record Timing(RetryPolicy retry, Duration groupWait, Duration lease) {
    public static Timing defaults() {
      return new Timing(RetryPolicy.defaults(), Duration.ZERO, LEASE);
    }
  }

  private DeliveryOptions(
      Map<String, Channel> channels, Routing routing, @Nullable String secondary, Timing timing) {
    this.channels = new LinkedHashMap<>(channels);
    this.routing = routing;
    this.secondary = secondary;
    this.timing = timing;
  }

  /// All channels hear their usual changes.
  ///
  /// @param secondary the channel that gets what the others could not deliver
  public static DeliveryOptions of(
      List<? extends Channel> channels, Optional<String> secondary, Timing timing) {
    var byName = new LinkedHashMap<String, Channel>();
    channels.forEach(channel -> byName.put(channel.name(), channel));
    var name = secondary.orElse(null);
    return new DeliveryOptions(byName, new Routing(List.of(), usual(byName, name)), name, timing);
  }

  /// Reads `delivery`.
  public static DeliveryOptions read(
      Settings section, List<? extends ChannelType> types, Map<String, String> environment) {
    boolean allowPrivate = section.flag("allow_private_addresses", false);
    var channels = channels(section, types, environment, allowPrivate);
    var secondary = secondary(section, channels);
    var lines = section.sections("routes").stream().map(it -> line(it, channels)).toList();
    var timing =
        new Timing(
            retry(section),
            section.duration("group_wait", Duration.ZERO, Duration.ZERO, LONGEST_GROUP_WAIT),
            LEASE);
    section.finish();
    var routing = new Routing(lines, usual(channels, secondary));
    return new DeliveryOptions(channels, routing, secondary, timing);
  }

  private static List<Channel> usual(Map<String, Channel> channels, @Nullable String secondary) {
    return channels.values().stream().filter(channel -> !channel.name().equals(secondary)).toList();
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

  private static Map<String, Channel> channels(
      Settings section,
      List<? extends ChannelType> types,
      Map<String, String> environment,
      boolean allowPrivate) {
    var byType = types.stream().collect(Collectors.toMap(ChannelType::name, type -> type));
    var channels = new LinkedHashMap<String, Channel>();
    var namesByType = new LinkedHashMap<String, Set<String>>();
    var items = section.sections("channels");
    if (items.size() > CHANNEL_LIMIT) {
      section.report("channels", "has too many items", "use at most " + CHANNEL_LIMIT);
    }
    for (var item : items) {
      var name = item.required("name", "give each channel a name of its own");
      if (!NAME.matcher(name).matches() || channels.containsKey(name)) {
        item.report(
            "name",
            "\"" + name + "\" is not usable or taken",
            "use another of a-z, 0-9, - and _, at most 64 characters");
        continue;
      }
      var type = byType.get(item.text("type", ""));
      if (type == null) {
        var known = String.join(", ", new TreeSet<>(byType.keySet()));
        item.report("type", "is missing or unknown", "use one of " + known);
        continue;
      }
      boolean mayReachPrivate = item.flag("allow_private_addresses", allowPrivate);
      channels.put(name, type.read(new ChannelSettings(name, item, environment, mayReachPrivate)));
      namesByType.computeIfAbsent(type.name(), _ -> new TreeSet<>()).add(name);
      item.finish();
    }
    for (var type : types) {
      var configured = namesByType.getOrDefault(type.name(), Set.of());
      for (var name : type.namesInEnvironment(environment, configured)) {
        var empty = Settings.empty(section.problems());
        channels.putIfAbsent(
            name, type.read(new ChannelSettings(name, empty, environment, allowPrivate)));
      }
    }
    return channels;
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
    return List.copyOf(channels.keySet());
  }

  List<Channel> channels() {
    return List.copyOf(channels.values());
  }

  Optional<Channel> channel(String name) {
    return Optional.ofNullable(channels.get(name));
  }

  Routing routing() {
    return routing;
  }

  Optional<String> secondary() {
    return Optional.ofNullable(secondary);
  }

  Timing timing() {
    return timing;
  }
}
