package dev.tocsin.server.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Turns Alertmanager's own configuration file into the section `routing`, and tells what of it
/// means something else here, or nothing. Secrets of receivers are not taken over: channels have
/// their own place for them.
public final class AlertmanagerImport {
  private static final int ALIAS_LIMIT = 50;
  private static final Set<String> TAKEN =
      Set.of("route", "inhibit_rules", "time_intervals", "mute_time_intervals", "receivers");
  private static final Map<String, String> TYPES =
      Map.of(
          "webhook_configs", "webhook",
          "slack_configs", "slack",
          "pagerduty_configs", "pagerduty",
          "email_configs", "email",
          "opsgenie_configs", "opsgenie",
          "msteams_configs", "teams",
          "discord_configs", "discord",
          "telegram_configs", "telegram",
          "pushover_configs", "pushover",
          "sns_configs", "webhook");

  private final List<String> report = new ArrayList<>();
  private final Set<String> channels = new LinkedHashSet<>();

  private AlertmanagerImport() {}

  /// @param yaml the section `routing`, to put into `tocsin.yml`
  /// @param channels the names of the channels that it needs
  /// @param report what a person must know or do
  public record Imported(String yaml, List<String> channels, List<String> report) {
    public Imported {
      channels = List.copyOf(channels);
      report = List.copyOf(report);
    }
  }

  /// @throws IllegalArgumentException if the text is no configuration of Alertmanager
  public static Imported read(String text) {
    return new AlertmanagerImport().imported(text);
  }

  private Imported imported(String text) {
    var file = load(text);
    if (!file.containsKey("route")) {
      throw new IllegalArgumentException("there is no \"route\"; give the whole alertmanager.yml");
    }
    var routing = new LinkedHashMap<String, Object>();
    routing.put("receivers", receivers(list(file.get("receivers"))));
    for (var key : List.of("time_intervals", "mute_time_intervals", "inhibit_rules", "route")) {
      if (file.containsKey(key)) {
        routing.put(key, file.get(key));
      }
    }
    routes(file.get("route"));
    file.keySet().stream().filter(key -> !TAKEN.contains(key)).forEach(this::leftOut);
    var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    var yaml = new Dump(settings).dumpToString(Map.of("routing", routing));
    return new Imported(yaml, List.copyOf(channels), report);
  }

  private static Map<String, Object> load(String text) {
    try {
      var settings =
          LoadSettings.builder()
              .setMaxAliasesForCollections(ALIAS_LIMIT)
              .setAllowDuplicateKeys(false)
              .build();
      return map(new Load(settings).loadFromString(text));
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("is not YAML: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> map(@Nullable Object value) {
    var map = new LinkedHashMap<String, Object>();
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((key, item) -> map.put(String.valueOf(key), item == null ? "" : item));
    }
    return map;
  }

  private static List<Object> list(@Nullable Object value) {
    return value instanceof List<?> items ? List.copyOf(items) : List.of();
  }

  private List<Map<String, Object>> receivers(List<Object> receivers) {
    var read = new ArrayList<Map<String, Object>>();
    for (var item : receivers) {
      var receiver = map(item);
      var name = String.valueOf(receiver.get("name"));
      var own = new ArrayList<String>();
      for (var key : receiver.keySet()) {
        if (key.endsWith("_configs")) {
          own.addAll(channels(name, key, list(receiver.get(key))));
        }
      }
      if (own.isEmpty()) {
        report.add("receiver \"" + name + "\" tells nobody, here as there");
      }
      var entry = new LinkedHashMap<String, Object>();
      entry.put("name", name);
      entry.put("channels", own);
      read.add(entry);
    }
    return read;
  }

  private List<String> channels(String receiver, String key, List<Object> configs) {
    var type = TYPES.getOrDefault(key, "webhook");
    var names = new ArrayList<String>();
    for (int place = 0; place < configs.size(); place++) {
      var base = (receiver + "-" + type).toLowerCase(java.util.Locale.ROOT);
      var name = base.replaceAll("[^a-z0-9_-]+", "-") + (place == 0 ? "" : "-" + (place + 1));
      names.add(name);
      channels.add(name);
      report.add(
          "receiver \""
              + receiver
              + "\": add a channel \""
              + name
              + "\" of type "
              + type
              + " to delivery.channels for its "
              + key
              + (TYPES.containsKey(key) ? "" : "; there is no channel of its own for that"));
      if (Boolean.FALSE.equals(map(configs.get(place)).get("send_resolved"))) {
        report.add("channel \"" + name + "\": resolved incidents are told too (send_resolved)");
      }
    }
    return names;
  }

  private void routes(@Nullable Object route) {
    var node = map(route);
    if (node.get("group_by") instanceof List<?> names && names.contains("...")) {
      report.add("group_by \"...\" makes each alert an incident of its own");
    }
    if (Boolean.TRUE.equals(node.get("continue"))) {
      report.add(
          "a route with \"continue\": the alert stands in one incident, that of the first route;"
              + " the receivers of the others hear of it as well");
    }
    list(node.get("routes")).forEach(this::routes);
  }

  private void leftOut(String key) {
    report.add(
        switch (key) {
          case "global" ->
              "global: addresses and secrets of receivers belong to delivery.channels;"
                  + " resolve_timeout is alerts.resolve_timeout";
          case "templates" -> "templates: Go templates are not used here; channels have their own";
          default -> key + ": means nothing here and was left out";
        });
  }
}
