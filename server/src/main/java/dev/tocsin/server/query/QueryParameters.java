package dev.tocsin.server.query;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.PromQlParseException;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.series.Matcher;
import dev.tocsin.server.config.DurationText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The parameters of a query, from the address and, for a form, from the body; a name may be there
/// several times.
///
/// @throws BadQuestionException from each method whose parameter is missing or makes no sense
final class QueryParameters {
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final double SECONDS_BOUND = 1e12;
  private static final int MATCHER_LIMIT = 100;

  private final Function<String, List<String>> address;
  private final Map<String, List<String>> form;

  /// @param address the values of a name in the address
  /// @param form the body of a form; empty when there is none
  QueryParameters(Function<String, List<String>> address, String form) {
    this.address = address;
    this.form = fields(form);
  }

  private static Map<String, List<String>> fields(String form) {
    var fields = new LinkedHashMap<String, List<String>>();
    for (var pair : form.split("&", -1)) {
      var parts = pair.split("=", 2);
      try {
        var name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
        var value = parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "";
        fields.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
      } catch (IllegalArgumentException e) {
        throw new BadQuestionException("the form is not well encoded");
      }
    }
    return fields;
  }

  List<String> texts(String name) {
    var texts = new ArrayList<>(form.getOrDefault(name, List.of()));
    texts.addAll(address.apply(name));
    return texts;
  }

  Optional<String> text(String name) {
    return texts(name).stream().filter(it -> !it.isEmpty()).findFirst();
  }

  Expr expression() {
    var text =
        text("query")
            .orElseThrow(() -> new BadQuestionException("the parameter \"query\" is missing"));
    return parsed("query", text);
  }

  private static Expr parsed(String name, String text) {
    try {
      return PromQl.parse(text);
    } catch (PromQlParseException e) {
      throw invalid(name, String.valueOf(e.getMessage()));
    }
  }

  /// A time in seconds since 1970 or as RFC 3339.
  long time(String name, long fallback) {
    return text(name).map(text -> millis(name, text)).orElse(fallback);
  }

  long time(String name) {
    return text(name)
        .map(text -> millis(name, text))
        .orElseThrow(() -> invalid(name, "is missing"));
  }

  private static long millis(String name, String text) {
    var seconds = number(text);
    if (seconds.isPresent() && Math.abs(seconds.get()) < SECONDS_BOUND) {
      return Math.round(seconds.get() * MILLIS_PER_SECOND);
    }
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return instant.toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw invalid(name, "cannot parse \"" + text + "\" to a valid timestamp");
    }
  }

  /// A number of seconds or a duration such as `30s`.
  Optional<Duration> duration(String name) {
    return text(name)
        .map(
            text -> {
              var seconds = number(text);
              if (seconds.isPresent() && Math.abs(seconds.get()) < SECONDS_BOUND) {
                return Duration.ofMillis(Math.round(seconds.get() * MILLIS_PER_SECOND));
              }
              return DurationText.parse(text)
                  .orElseThrow(
                      () -> invalid(name, "cannot parse \"" + text + "\" to a valid duration"));
            });
  }

  int limit() {
    var text = text("limit").orElse("0");
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 0) {
        return limit == 0 ? Integer.MAX_VALUE : limit;
      }
    } catch (NumberFormatException e) {
      // answered below, like a negative number
    }
    throw invalid("limit", "must be a number from 0");
  }

  /// The selectors `match[]`.
  List<List<Matcher>> selectors() {
    var texts = texts("match[]");
    if (texts.size() > MATCHER_LIMIT) {
      throw invalid("match[]", "is there more than " + MATCHER_LIMIT + " times");
    }
    return texts.stream()
        .map(
            text -> {
              if (parsed("match[]", text) instanceof Expr.VectorSelector selector) {
                return selector.matchers();
              }
              throw invalid("match[]", "\"" + text + "\" is no series selector");
            })
        .toList();
  }

  private static Optional<Double> number(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static BadQuestionException invalid(String name, String problem) {
    return new BadQuestionException("invalid parameter \"" + name + "\": " + problem);
  }
}
