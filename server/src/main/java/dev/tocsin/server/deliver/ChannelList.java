package dev.tocsin.server.deliver;

import dev.tocsin.server.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The channels by their names, in the order of the file, each with its pace.
record ChannelList(Map<String, Channel> channels, Map<String, Pace> paces) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final int CHANNEL_LIMIT = 100;

  ChannelList {
    channels = new LinkedHashMap<>(channels);
    paces = Map.copyOf(paces);
  }

  static ChannelList of(List<? extends Channel> channels) {
    var byName = new LinkedHashMap<String, Channel>();
    channels.forEach(channel -> byName.put(channel.name(), channel));
    return new ChannelList(byName, Map.of());
  }

  Optional<Channel> find(String name) {
    return Optional.ofNullable(channels.get(name));
  }

  Pace pace(String name) {
    return paces.getOrDefault(name, Pace.usual());
  }

  /// Reads the items of `delivery.channels` and what the environment adds.
  static ChannelList read(
      Settings section,
      List<Settings> items,
      List<? extends ChannelType> types,
      Map<String, String> environment) {
    var reading = new Reading(section, environment);
    reading.file(items, types);
    reading.environment(types);
    return new ChannelList(reading.channels, reading.paces);
  }

  /// What has been read so far.
  private static final class Reading {
    private final Settings section;
    private final Map<String, String> environment;
    private final boolean allowPrivate;
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private final Map<String, Pace> paces = new LinkedHashMap<>();
    private final Map<String, Set<String>> namesByType = new LinkedHashMap<>();

    Reading(Settings section, Map<String, String> environment) {
      this.section = section;
      this.environment = environment;
      this.allowPrivate = section.flag("allow_private_addresses", false);
    }

    void file(List<Settings> items, List<? extends ChannelType> types) {
      var byType = types.stream().collect(Collectors.toMap(ChannelType::name, type -> type));
      if (items.size() > CHANNEL_LIMIT) {
        section.report("channels", "has too many items", "use at most " + CHANNEL_LIMIT);
      }
      for (var item : items) {
        item(item, byType);
      }
    }

    private void item(Settings item, Map<String, ? extends ChannelType> byType) {
      var name = item.required("name", "give each channel a name of its own");
      if (!NAME.matcher(name).matches() || channels.containsKey(name)) {
        item.report(
            "name",
            "\"" + name + "\" is not usable or taken",
            "use another of a-z, 0-9, - and _, at most 64 characters");
        return;
      }
      var type = byType.get(item.text("type", ""));
      if (type == null) {
        var known = String.join(", ", new TreeSet<>(byType.keySet()));
        item.report("type", "is missing or unknown", "use one of " + known);
        return;
      }
      boolean mayReachPrivate = item.flag("allow_private_addresses", allowPrivate);
      paces.put(name, pace(item, type.usualPace()));
      channels.put(name, type.read(new ChannelSettings(name, item, environment, mayReachPrivate)));
      namesByType.computeIfAbsent(type.name(), _ -> new TreeSet<>()).add(name);
      item.finish();
    }

    private static Pace pace(Settings item, Pace usual) {
      return new Pace(
          item.integer("parallel", usual.parallel(), 1, Pace.PARALLEL_LIMIT),
          item.integer("per_second", usual.perSecond(), 0, Pace.PER_SECOND_LIMIT));
    }

    void environment(List<? extends ChannelType> types) {
      for (var type : types) {
        var configured = namesByType.getOrDefault(type.name(), Set.of());
        for (var name : type.namesInEnvironment(environment, configured)) {
          if (!channels.containsKey(name)) {
            var empty = Settings.empty(section.problems());
            var settings = new ChannelSettings(name, empty, environment, allowPrivate);
            channels.put(name, type.read(settings));
            paces.put(name, type.usualPace());
          }
        }
      }
    }
  }
}
