package dev.tocsin.server.ascode;

import dev.tocsin.server.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Sections of the configuration that may be shown. Within a channel only keys that are known to be
/// harmless show their value; every other one, addresses too, becomes a variable to set.
public final class WithoutSecrets {
  private static final Set<String> HARMLESS =
      Set.of(
          "name",
          "type",
          "timeout",
          "host",
          "port",
          "starttls",
          "from",
          "to",
          "user",
          "topic",
          "conversation",
          "template",
          "template_kind",
          "voice",
          "primary_required",
          "changes",
          "per_second",
          "per_minute",
          "concurrency",
          "allow_private_addresses");

  private WithoutSecrets() {}

  /// The sections `routing` and `delivery`, if they have any key.
  public static Map<String, Object> of(Settings settings) {
    Map<String, Object> sections = new LinkedHashMap<>();
    for (var name : List.of("routing", "delivery")) {
      var section = settings.section(name);
      if (!section.keys().isEmpty()) {
        sections.put(name, plain(section));
      }
    }
    return sections;
  }

  private static Map<String, Object> plain(Settings section) {
    var whole = new LinkedHashMap<>(section.plain((names, text) -> shown(names, text)));
    var channels = section.sections("channels");
    if (!channels.isEmpty()) {
      var shown = new ArrayList<Object>();
      for (var channel : channels) {
        var name = channel.text("name", "channel");
        shown.add(channel.plain((names, text) -> inChannel(name, names, text)));
      }
      whole.put("channels", shown);
    }
    return whole;
  }

  /// Beside the channels, only the dead man's switch has an address that is a secret.
  private static String shown(List<String> names, String text) {
    return names.contains("url") ? variable(names) : text;
  }

  private static String inChannel(String channel, List<String> names, String text) {
    if (HARMLESS.contains(names.getFirst())) {
      return text;
    }
    var all = new ArrayList<>(List.of(channel));
    all.addAll(names);
    return variable(all);
  }

  private static String variable(List<String> names) {
    var name = String.join("_", names).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    return "${" + (Character.isDigit(name.charAt(0)) ? "_" : "") + name + "}";
  }
}
