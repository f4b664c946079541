package dev.tocsin.server.route;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.config.KeyPattern;
import dev.tocsin.server.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads `routing`, and with it the parts of Alertmanager's own file that say the same.
final class RoutingSettings {
  private static final int DEPTH_LIMIT = 20;
  private static final Duration LONGEST = Duration.ofDays(7);

  /// Alertmanager's defaults.
  private static final Duration USUAL_WAIT = Duration.ofSeconds(30);

  private static final Duration USUAL_INTERVAL = Duration.ofMinutes(5);

  private final Settings section;
  private final Map<String, List<String>> receivers = new LinkedHashMap<>();
  private final Map<String, List<TimeInterval>> intervals = new LinkedHashMap<>();

  RoutingSettings(Settings section, List<String> channels) {
    this.section = section;
    channels.forEach(name -> receivers.put(name, List.of(name)));
  }

  RoutingOptions read() {
    readReceivers();
    readIntervals();
    var tree = section.has("route") ? RoutingTree.of(root()) : RoutingTree.none();
    var inhibitions = section.sections("inhibit_rules").stream().map(this::inhibition).toList();
    var escalation = EscalationSettings.read(section.section("escalation"), receivers.keySet());
    var needs = lists("dependencies");
    var keys = lists("config_keys");
    section.finish();
    return new RoutingOptions(
        tree,
        receivers,
        intervals,
        escalation,
        inhibitions,
        new Dependencies(needs),
        RoutingOptions.withUsualKeys(keys));
  }

  private Map<String, List<String>> lists(String key) {
    var lists = new TreeMap<String, List<String>>();
    var inside = section.section(key);
    for (var name : inside.keys()) {
      lists.put(name, inside.texts(name));
    }
    return lists;
  }

  private void readReceivers() {
    var channels = List.copyOf(receivers.keySet());
    for (var receiver : section.sections("receivers")) {
      var name = receiver.required("name", "give the receiver a name");
      var named = receiver.texts("channels");
      for (var channel : named) {
        if (!channels.contains(channel)) {
          receiver.report(
              "channels",
              "there is no channel \"" + channel + "\"",
              channels.isEmpty()
                  ? "add it to delivery.channels"
                  : "use one of " + String.join(", ", channels));
        }
      }
      receiver.finish();
      receivers.put(name, named);
    }
  }

  private void readIntervals() {
    for (var key : List.of("time_intervals", "mute_time_intervals")) {
      for (var interval : section.sections(key)) {
        var name = interval.required("name", "give the interval a name");
        intervals.put(
            name,
            interval.sections("time_intervals").stream().map(TimeIntervalText::read).toList());
        interval.finish();
      }
    }
  }

  private Route root() {
    var inherited =
        new Route.Handling(
            new Plan.Leg("", List.of(), List.of()),
            Optional.empty(),
            USUAL_WAIT,
            USUAL_INTERVAL,
            Plan.USUAL_REPEAT);
    return route(section.section("route"), "0", inherited);
  }

  private Route route(Settings node, String path, Route.Handling inherited) {
    var matchers = path.equals("0") ? List.<Matcher>of() : matchers(node, "");
    var handling = handling(node, inherited);
    boolean goesOn = node.flag("continue", false);
    var routes = new ArrayList<Route>();
    for (var inner : node.sections("routes")) {
      if (path.length() > 4 * DEPTH_LIMIT) {
        node.report("routes", "is nested too deeply", "use at most " + DEPTH_LIMIT + " levels");
        break;
      }
      routes.add(route(inner, path + "." + routes.size(), handling));
    }
    node.finish();
    return new Route(path, matchers, goesOn, handling, routes);
  }

  private Route.Handling handling(Settings node, Route.Handling inherited) {
    var groupBy = inherited.groupBy();
    if (node.has("group_by")) {
      groupBy = Optional.of(Set.copyOf(node.texts("group_by")));
    }
    return new Route.Handling(
        new Plan.Leg(
            receiver(node, inherited.leg().receiver()),
            intervalNames(node, "mute_time_intervals"),
            intervalNames(node, "active_time_intervals")),
        groupBy,
        node.duration("group_wait", inherited.groupWait(), Duration.ZERO, LONGEST),
        node.duration("group_interval", inherited.groupInterval(), Duration.ZERO, LONGEST),
        node.duration("repeat_interval", inherited.repeatInterval(), Duration.ZERO, LONGEST));
  }

  private String receiver(Settings node, String inherited) {
    var name = node.text("receiver", inherited);
    if (name.isEmpty()) {
      node.report("receiver", "is missing", "name the receiver that hears of the rest");
    } else if (!receivers.containsKey(name)) {
      node.report(
          "receiver",
          "there is no receiver \"" + name + "\"",
          receivers.isEmpty()
              ? "add it to routing.receivers"
              : "use one of " + String.join(", ", receivers.keySet()));
    }
    return name;
  }

  private List<String> intervalNames(Settings node, String key) {
    var names = node.texts(key);
    for (var name : names) {
      if (!intervals.containsKey(name)) {
        node.report(
            key, "there is no interval \"" + name + "\"", "add it to routing.time_intervals");
      }
    }
    return names;
  }

  private InhibitRule inhibition(Settings rule) {
    var read =
        new InhibitRule(matchers(rule, "source_"), matchers(rule, "target_"), rule.texts("equal"));
    if (read.source().isEmpty() || read.target().isEmpty()) {
      rule.report(
          "source_matchers",
          "or target_matchers is empty",
          "say which alerts mute and which are muted");
    }
    rule.finish();
    return read;
  }

  /// `matchers`, its older forms `match` and `match_re`, and `keys`: patterns of alert names.
  private static List<Matcher> matchers(Settings node, String prefix) {
    var key = prefix + "matchers";
    var old = prefix + "match";
    var matchers = new ArrayList<Matcher>();
    keys(node, prefix + "keys").ifPresent(matchers::add);
    for (var text : node.texts(key)) {
      try {
        matchers.addAll(MatcherText.parse(text));
      } catch (IllegalArgumentException e) {
        node.report(key, String.valueOf(e.getMessage()), "correct it");
      }
    }
    node.labels(old).forEach((name, value) -> matchers.add(Matcher.equal(name, value)));
    node.labels(old + "_re")
        .forEach(
            (name, value) -> {
              try {
                matchers.add(Matcher.of(Matcher.Type.MATCHES, name, value));
              } catch (IllegalArgumentException e) {
                node.report(old + "_re", String.valueOf(e.getMessage()), "correct it");
              }
            });
    return matchers;
  }

  private static Optional<Matcher> keys(Settings node, String key) {
    var patterns = new ArrayList<String>();
    for (var text : node.texts(key)) {
      KeyPattern.parse(text)
          .ifPresentOrElse(
              it -> patterns.add(it.regex()),
              () ->
                  node.report(
                      key,
                      "\"" + text + "\" is no pattern of keys",
                      "write one such as llm-gateway.pricing.*"));
    }
    return patterns.isEmpty()
        ? Optional.empty()
        : Optional.of(Matcher.of(Matcher.Type.MATCHES, "alertname", String.join("|", patterns)));
  }
}
