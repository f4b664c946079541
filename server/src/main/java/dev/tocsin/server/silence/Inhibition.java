package dev.tocsin.server.silence;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.Mute;
import dev.tocsin.server.route.InhibitRule;
import dev.tocsin.server.route.RoutingOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Alerts that follow from another that fires: nobody is told of them while it does.
///
/// One rule is built in. While an alert says that a key of the configuration is not ready, alerts
/// about what the key is needed for hang under it: a missing `REDIS_URL` is the trouble, not the
/// cache that does not answer. An alert says so by a name that begins with `Config` and the key in
/// its label `key` or `config_key`.
final class Inhibition {
  private static final String CONFIG = "Config";
  private static final List<String> ABOUT = List.of("service", "dependency", "queue", "provider");

  private final RoutingOptions routing;
  private final Function<String, List<Alert>> firing;
  private final Map<String, List<Alert>> read = new HashMap<>();
  private final Map<InhibitRule, Map<List<String>, Alert>> sources = new HashMap<>();
  private @Nullable Map<String, Alert> configAlerts;

  Inhibition(RoutingOptions routing, Function<String, List<Alert>> firing) {
    this.routing = routing;
    this.firing = firing;
  }

  private List<Alert> firing(String name) {
    return read.computeIfAbsent(name, firing);
  }

  /// The alert that this one follows from.
  Optional<Mute> of(Alert alert) {
    for (var rule : routing.inhibitions()) {
      if (rule.isTarget(alert.labels())) {
        var source = sources(rule).get(rule.common(alert.labels()));
        if (source != null && mayMute(source, alert, rule)) {
          return Optional.of(mute(source));
        }
      }
    }
    return configAlert(alert).map(Inhibition::mute);
  }

  private static boolean mayMute(Alert source, Alert alert, InhibitRule rule) {
    boolean bothSides = rule.isSource(alert.labels()) && rule.isTarget(source.labels());
    return !source.fingerprint().equals(alert.fingerprint()) && !bothSides;
  }

  private Map<List<String>, Alert> sources(InhibitRule rule) {
    return sources.computeIfAbsent(
        rule,
        _ -> {
          var found = new HashMap<List<String>, Alert>();
          for (var alert : firing(nameOf(rule))) {
            if (rule.isSource(alert.labels())) {
              found.putIfAbsent(rule.common(alert.labels()), alert);
            }
          }
          return found;
        });
  }

  /// What the names of its sources begin with, so that not every alert must be read.
  private static String nameOf(InhibitRule rule) {
    return rule.source().stream()
        .filter(it -> it.name().equals("alertname") && it.type() == Matcher.Type.EQUAL)
        .map(Matcher::value)
        .findFirst()
        .orElse("");
  }

  private Optional<Alert> configAlert(Alert alert) {
    var about = about(alert);
    if (about.isEmpty() || configKey(alert).isPresent()) {
      return Optional.empty();
    }
    for (var source : configAlerts().entrySet()) {
      var needed = routing.configKeys().getOrDefault(source.getKey(), List.of());
      if (needed.stream().anyMatch(about::contains) && isOneJob(source.getValue(), alert)) {
        return Optional.of(source.getValue());
      }
    }
    return Optional.empty();
  }

  private Map<String, Alert> configAlerts() {
    var known = configAlerts;
    if (known == null) {
      known = new HashMap<>();
      for (var alert : firing(CONFIG)) {
        var key = configKey(alert);
        if (key.isPresent()) {
          known.putIfAbsent(key.get(), alert);
        }
      }
      configAlerts = known;
    }
    return known;
  }

  private static Optional<String> configKey(Alert alert) {
    if (!alert.ruleName().startsWith(CONFIG)) {
      return Optional.empty();
    }
    var key = alert.label("config_key").isEmpty() ? alert.label("key") : alert.label("config_key");
    return Optional.of(key).filter(it -> !it.isEmpty());
  }

  private static Set<String> about(Alert alert) {
    return ABOUT.stream()
        .map(alert::label)
        .flatMap(text -> Stream.of(text.split(",", -1)))
        .map(text -> text.strip().toLowerCase(Locale.ROOT))
        .filter(text -> !text.isEmpty())
        .collect(java.util.stream.Collectors.toSet());
  }

  private static boolean isOneJob(Alert one, Alert other) {
    return one.label("job").isEmpty()
        || other.label("job").isEmpty()
        || one.label("job").equals(other.label("job"));
  }

  private static Mute mute(Alert source) {
    return new Mute(Mute.Kind.INHIBITION, source.id(), "follows from " + source.ruleName(), 0);
  }
}
