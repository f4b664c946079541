package dev.tocsin.server.ascode;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.config.Settings;
import dev.tocsin.server.route.MatcherText;
import dev.tocsin.server.silence.Silence;
import dev.tocsin.server.silence.Silences;
import dev.tocsin.server.silence.Window;
import dev.tocsin.server.silence.Windows;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Silences and maintenance windows as YAML.
final class MuteText {
  private MuteText() {}

  static Map<String, Object> write(Silence silence) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("matchers", silence.matcherText());
    item.put("reason", silence.reason());
    item.put("author", silence.author());
    item.put("starts_at", Instant.ofEpochMilli(silence.startsAtMillis()).toString());
    item.put("ends_at", Instant.ofEpochMilli(silence.endsAtMillis()).toString());
    return item;
  }

  static Silences.Wanted readSilence(Settings item) {
    item.required("matchers", "say which alerts are silent, such as service=\"shop\"");
    var silence =
        new Silences.Wanted(
            "",
            matchers(item),
            item.text("author", "as code"),
            item.required("reason", "say why"),
            instant(item, "starts_at"),
            instant(item, "ends_at"));
    item.finish();
    return silence;
  }

  /// Beside its name: all that makes two windows equal.
  static Map<String, Object> write(Window window) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("name", window.name());
    item.put("reason", window.reason());
    item.put("author", window.author());
    item.put("services", window.about().services());
    item.put("matchers", window.matcherText());
    item.put("starts_at", Instant.ofEpochMilli(window.schedule().startsAtMillis()).toString());
    item.put("ends_at", Instant.ofEpochMilli(window.schedule().endsAtMillis()).toString());
    item.put("intervals", window.schedule().text().stripTrailing());
    item.values().removeIf(it -> it.equals("") || it.equals(List.of()));
    return item;
  }

  static Windows.Wanted readWindow(Settings item) {
    var window =
        new Windows.Wanted(
            "",
            new Windows.Words(
                item.required("name", "name the window; it is known by its name"),
                item.text("author", "as code"),
                item.text("reason", "")),
            new Window.About(matchers(item), item.texts("services")),
            new Windows.Bounds(instant(item, "starts_at"), instant(item, "ends_at")),
            item.text("intervals", "").stripTrailing());
    item.finish();
    return window;
  }

  private static List<Matcher> matchers(Settings item) {
    try {
      var text = item.text("matchers", "");
      return text.isBlank() ? List.of() : MatcherText.parse(text);
    } catch (IllegalArgumentException e) {
      item.report("matchers", String.valueOf(e.getMessage()), "correct it");
      return List.of();
    }
  }

  private static long instant(Settings item, String key) {
    var text = item.required(key, "write a moment such as 2026-03-01T02:00:00Z");
    try {
      return text.isBlank() ? 0 : Instant.parse(text.strip()).toEpochMilli();
    } catch (DateTimeException e) {
      item.report(key, "\"" + text + "\" is no moment", "write one such as 2026-03-01T02:00:00Z");
      return 0;
    }
  }
}
