package dev.tocsin.server.rule;

import java.util.List;
import java.util.Map;

/// A label or annotation text of an alert rule with `{{ … }}` in it: the part of Go's template
/// language that alerting rules use. Values are `$value` and `$labels.name` (also `.Value`,
/// `.Labels.name`), texts and numbers; they pass through the functions of [TemplateFunction].
/// Anything else is refused when the file is read, not when the alert fires.
///
/// Source: the Prometheus template reference.
public final class Template {
  private final List<Part> parts;

  /// A piece of the text.
  sealed interface Part {
    record Fixed(String text) implements Part {}

    record Computed(Term term) implements Part {}
  }

  /// Something that has a value once the alert is known.
  sealed interface Term {
    record AlertValue() implements Term {}

    record Label(String name) implements Term {}

    record Constant(Datum datum) implements Term {}

    record Call(TemplateFunction function, List<Term> arguments) implements Term {}
  }

  /// A value of the language.
  sealed interface Datum {
    record Decimal(double value) implements Datum {
      @Override
      public String toString() {
        return GoNumbers.shortest(value);
      }
    }

    record Text(String text) implements Datum {
      @Override
      public String toString() {
        return text;
      }
    }
  }

  Template(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /// @throws TemplateException if it uses what is not understood
  public static Template parse(String text) {
    return new TemplateParser(text).parse();
  }

  /// The text for one alert; a label that the alert does not have is empty.
  public String expand(Map<String, String> labels, double value) {
    var text = new StringBuilder();
    for (var part : parts) {
      switch (part) {
        case Part.Fixed(var fixed) -> text.append(fixed);
        case Part.Computed(var term) -> text.append(computed(term, labels, value));
      }
    }
    return text.toString();
  }

  private static Datum computed(Term term, Map<String, String> labels, double value) {
    return switch (term) {
      case Term.AlertValue() -> new Datum.Decimal(value);
      case Term.Label(var name) -> new Datum.Text(labels.getOrDefault(name, ""));
      case Term.Constant(var datum) -> datum;
      case Term.Call(var function, var arguments) ->
          function.apply(
              arguments.stream().map(argument -> computed(argument, labels, value)).toList());
    };
  }
}
