package dev.tocsin.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// One mapping of a YAML file, read key by key. Every read marks its key as known; [#finish()]
/// reports the keys that nobody asked for. A wrong value is reported and replaced by the default,
/// so that reading goes on and finds the other problems; the caller throws at the end.
public final class Settings {
  private final String file;
  private final String path;
  private final Position position;
  private final Map<String, Entry> entries;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  /// A place in the file, counted from 1.
  record Position(int line, int column) {}

  /// A key with its place and value.
  record Entry(Position position, Value value) {}

  /// A value as the file has it.
  sealed interface Value {
    record Scalar(String text) implements Value {}

    record Sequence(List<Entry> items) implements Value {}

    record Mapping(Map<String, Entry> entries) implements Value {}

    record Missing() implements Value {}
  }

  Settings(
      String file, String path, Position position, Map<String, Entry> entries, Problems problems) {
    this.file = file;
    this.path = path;
    this.position = position;
    this.entries = entries;
    this.problems = problems;
  }

  /// Settings without any key, for tests and for absent sections.
  public static Settings empty(Problems problems) {
    return new Settings("tocsin.yml", "", new Position(1, 1), Map.of(), problems);
  }

  public Problems problems() {
    return problems;
  }

  /// Where this mapping starts: `tocsin.yml:12:3`.
  public String where() {
    return file + ":" + position.line() + ":" + position.column();
  }

  public boolean has(String key) {
    return find(key) != null;
  }

  public Set<String> keys() {
    return entries.keySet();
  }

  public Optional<String> text(String key) {
    var entry = find(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.value() instanceof Value.Scalar(String text)) {
      return Optional.of(text);
    }
    report(key, "is not a single value", "write one text after the colon");
    return Optional.empty();
  }

  public String text(String key, String fallback) {
    return text(key).orElse(fallback);
  }

  /// A text that has no sensible default.
  public String required(String key, String remedy) {
    var text = text(key).orElse("");
    if (text.isBlank()) {
      report(key, "is missing", remedy);
    }
    return text;
  }

  public Optional<Secret> secret(String key) {
    return text(key).filter(text -> !text.isBlank()).map(Secret::new);
  }

  public int integer(String key, int fallback, int least, int most) {
    var text = text(key).orElse("");
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text.replace("_", ""));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, like a number out of bounds
    }
    report(key, "\"" + text + "\" is not usable", "use a number from " + least + " to " + most);
    return fallback;
  }

  public OptionalDouble number(String key) {
    var text = text(key).orElse("");
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      report(key, "\"" + text + "\" is not a number", "write a number such as 0.05");
      return OptionalDouble.empty();
    }
  }

  public boolean flag(String key, boolean fallback) {
    return switch (text(key).orElse("").toLowerCase(Locale.ROOT)) {
      case "" -> fallback;
      case "true" -> true;
      case "false" -> false;
      default -> {
        report(key, "is neither true nor false", "write true or false");
        yield fallback;
      }
    };
  }

  public Duration duration(String key, Duration fallback, Duration least, Duration most) {
    var text = text(key).orElse("");
    if (text.isEmpty()) {
      return fallback;
    }
    var value = DurationText.parse(text).orElse(null);
    if (value == null) {
      report(key, "\"" + text + "\" is not a duration", "write one such as 500ms, 15s or 1h30m");
      return fallback;
    }
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      var bounds = DurationText.print(least) + " to " + DurationText.print(most);
      report(key, "\"" + text + "\" is out of bounds", "use " + bounds);
      return fallback;
    }
    return value;
  }

  /// An `http` or `https` address.
  public Optional<URI> address(String key) {
    return text(key)
        .flatMap(
            text -> {
              try {
                var address = URI.create(text);
                var scheme = address.getScheme();
                if (address.getHost() != null
                    && ("http".equals(scheme) || "https".equals(scheme))) {
                  return Optional.of(address);
                }
              } catch (IllegalArgumentException e) {
                // reported below, like any other text that is no address
              }
              report(key, "is not a web address", "write one such as https://host:port/path");
              return Optional.empty();
            });
  }

  public Path file(String key, Path fallback) {
    return text(key).map(Path::of).orElse(fallback);
  }

  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    var text = text(key).orElse("");
    if (text.isEmpty()) {
      return fallback;
    }
    for (var constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text.replace('-', '_'))) {
        return constant;
      }
    }
    var choices =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    report(key, "\"" + text + "\" is unknown", "use one of " + String.join(", ", choices));
    return fallback;
  }

  /// A list of texts; a single text counts as a list of one.
  public List<String> texts(String key) {
    var entry = find(key);
    var texts = new ArrayList<String>();
    switch (entry == null ? new Value.Missing() : entry.value()) {
      case Value.Missing() -> {}
      case Value.Scalar(String text) -> texts.add(text);
      case Value.Mapping ignored -> report(key, "is a mapping", "write a list: [a, b]");
      case Value.Sequence(var items) -> {
        for (var item : items) {
          if (item.value() instanceof Value.Scalar(String text)) {
            texts.add(text);
          } else {
            report(key, "has an item that is not a single value", "write a list: [a, b]");
          }
        }
      }
    }
    return List.copyOf(texts);
  }

  /// A mapping of texts to texts, such as labels.
  public Map<String, String> labels(String key) {
    var labels = new TreeMap<String, String>();
    var section = section(key);
    for (var name : section.keys()) {
      section.text(name).ifPresent(value -> labels.put(name, value));
    }
    return labels;
  }

  /// A nested mapping; an absent one reads as empty.
  public Settings section(String key) {
    var entry = find(key);
    if (entry == null) {
      return new Settings(file, inner(key), position, Map.of(), problems);
    }
    if (entry.value() instanceof Value.Mapping(var inside)) {
      return new Settings(file, inner(key), entry.position(), inside, problems);
    }
    report(key, "is not a mapping", "write its keys on indented lines below it");
    return new Settings(file, inner(key), entry.position(), Map.of(), problems);
  }

  /// A list of mappings.
  public List<Settings> sections(String key) {
    var entry = find(key);
    var sections = new ArrayList<Settings>();
    switch (entry == null ? new Value.Missing() : entry.value()) {
      case Value.Missing() -> {}
      case Value.Scalar ignored -> report(key, "is not a list", "write items that start with -");
      case Value.Mapping ignored -> report(key, "is not a list", "write items that start with -");
      case Value.Sequence(var items) -> {
        for (var item : items) {
          var name = inner(key) + "[" + sections.size() + "]";
          if (item.value() instanceof Value.Mapping(var inside)) {
            sections.add(new Settings(file, name, item.position(), inside, problems));
          } else {
            report(key, "has an item without keys", "write key: value pairs after each -");
          }
        }
      }
    }
    return List.copyOf(sections);
  }

  /// Everything as maps, lists and texts.
  ///
  /// @param shown makes of a single value, and of the names of the keys above it, what is written
  public Map<String, Object> plain(BiFunction<List<String>, String, String> shown) {
    return plain(entries, List.of(), shown);
  }

  private static Map<String, Object> plain(
      Map<String, Entry> entries,
      List<String> above,
      BiFunction<List<String>, String, String> shown) {
    Map<String, Object> plain = new LinkedHashMap<>();
    entries.forEach(
        (key, entry) -> {
          var names = new ArrayList<>(above);
          names.add(key);
          plain.put(key, plain(entry.value(), List.copyOf(names), shown));
        });
    return plain;
  }

  private static Object plain(
      Value value, List<String> names, BiFunction<List<String>, String, String> shown) {
    return switch (value) {
      case Value.Scalar(String text) -> shown.apply(names, text);
      case Value.Mapping(var inside) -> plain(inside, names, shown);
      case Value.Missing() -> "";
      case Value.Sequence(var items) ->
          items.stream().map(item -> plain(item.value(), names, shown)).toList();
    };
  }

  /// Reports every key that was never read.
  public void finish() {
    for (var key : entries.keySet()) {
      if (!known.contains(key)) {
        report(key, "is unknown", "remove it or use one of " + String.join(", ", known));
      }
    }
  }

  /// Reports a problem with the value of a key.
  public void report(String key, String what, String remedy) {
    var entry = entries.get(key);
    var place = entry == null ? position : entry.position();
    var where = file + ":" + place.line() + ":" + place.column();
    problems.add(new Problem(where, inner(key), what, remedy));
  }

  private @Nullable Entry find(String key) {
    known.add(key);
    var entry = entries.get(key);
    return entry == null || entry.value() instanceof Value.Missing ? null : entry;
  }

  private String inner(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  static Map<String, Entry> orderedEntries() {
    return new LinkedHashMap<>();
  }
}
