package dev.tocsin.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The fields of an `application/x-www-form-urlencoded` body or of a query, in the order they came.
/// A name may carry a bracket: `metadata[order]` or `enabled_events[]`.
final class Form {
  static final int MAXIMUM_FIELDS = 1_000;

  private record Field(String name, String value) {}

  private final List<Field> fields;

  private Form(List<Field> fields) {
    this.fields = Collections.unmodifiableList(fields);
  }

  /// The fields, or nothing when an escape is broken or there are too many of them.
  static Optional<Form> parse(String encoded) {
    try {
      return Optional.of(new Form(fields(encoded)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static List<Field> fields(String encoded) {
    var fields = new ArrayList<Field>();
    for (String pair : encoded.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      if (fields.size() == MAXIMUM_FIELDS) {
        throw new IllegalArgumentException("more than " + MAXIMUM_FIELDS + " fields");
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      fields.add(new Field(decoded(name), decoded(value)));
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /// The last value of a field, when it is there and not empty.
  Optional<String> text(String name) {
    return fields.stream()
        .filter(field -> field.name.equals(name) && !field.value.isEmpty())
        .map(Field::value)
        .reduce((_, later) -> later);
  }

  /// The values of `name[]`, `name[0]`, `name[1]` …
  List<String> list(String name) {
    return fields.stream()
        .filter(field -> field.name.matches("\\Q" + name + "\\E\\[\\d*]"))
        .map(Field::value)
        .toList();
  }

  /// The values of `name[key]` by key.
  Map<String, String> map(String name) {
    var map = new LinkedHashMap<String, String>();
    for (Field field : fields) {
      if (field.name.startsWith(name + "[") && field.name.endsWith("]")) {
        map.put(field.name.substring(name.length() + 1, field.name.length() - 1), field.value);
      }
    }
    return map;
  }

  /// The names of the fields without their brackets.
  Set<String> names() {
    var names = new LinkedHashSet<String>();
    for (Field field : fields) {
      int bracket = field.name.indexOf('[');
      names.add(bracket < 0 ? field.name : field.name.substring(0, bracket));
    }
    return names;
  }

  /// Each plain field with its last value.
  Map<String, String> toMap() {
    var map = new LinkedHashMap<String, String>();
    fields.forEach(field -> map.put(field.name, field.value));
    return map;
  }

  /// A text that is equal for forms with equal fields, in whatever order they came.
  String canonical() {
    return fields.stream().map(Field::toString).sorted().collect(Collectors.joining("&"));
  }
}
