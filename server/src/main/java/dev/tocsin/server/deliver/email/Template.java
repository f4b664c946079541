package dev.tocsin.server.deliver.email;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts with `{{name}}` places.
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

  private Template() {}

  static String load(String name) {
    try (var in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("BUG: no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String plain(String template, Map<String, String> fields) {
    return filled(template, fields, UnaryOperator.identity());
  }

  static String html(String template, Map<String, String> fields) {
    return filled(template, fields, Template::escaped);
  }

  private static String filled(
      String template, Map<String, String> fields, UnaryOperator<String> escape) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place -> {
              var value = fields.get(place.group(1));
              if (value == null) {
                throw new IllegalStateException("BUG: no field " + place.group(1));
              }
              return Matcher.quoteReplacement(escape.apply(value));
            });
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
