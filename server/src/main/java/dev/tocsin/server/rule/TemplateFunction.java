package dev.tocsin.server.rule;

import dev.tocsin.server.rule.Template.Datum;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The functions that a [Template] may call.
enum TemplateFunction {
  HUMANIZE("humanize", ofNumber(HumanNumbers::metric)),
  HUMANIZE_1024("humanize1024", ofNumber(HumanNumbers::binary)),
  HUMANIZE_DURATION("humanizeDuration", ofNumber(HumanNumbers::duration)),
  HUMANIZE_PERCENTAGE("humanizePercentage", ofNumber(HumanNumbers::percentage)),
  TO_LOWER("toLower", ofText(text -> text.toLowerCase(Locale.ROOT))),
  TO_UPPER("toUpper", ofText(text -> text.toUpperCase(Locale.ROOT))),
  PRINTF("printf", arguments -> GoFormat.of(arguments.getFirst().toString()).print(arguments));

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<List<Datum>, String> code;

  TemplateFunction(String label, Function<List<Datum>, String> code) {
    this.label = label;
    this.code = code;
  }

  private static Function<List<Datum>, String> ofNumber(DoubleFunction<String> code) {
    return arguments -> code.apply(number(arguments.getFirst()));
  }

  private static Function<List<Datum>, String> ofText(UnaryOperator<String> code) {
    return arguments -> code.apply(arguments.getFirst().toString());
  }

  static double number(Datum datum) {
    return switch (datum) {
      case Datum.Decimal(double value) -> value;
      case Datum.Text(String text) -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException e) {
          yield Double.NaN;
        }
      }
    };
  }

  static Optional<TemplateFunction> named(String name) {
    return Arrays.stream(values()).filter(function -> function.label.equals(name)).findFirst();
  }

  static String names() {
    return Arrays.stream(values())
        .map(function -> function.label)
        .collect(Collectors.joining(", "));
  }

  String label() {
    return label;
  }

  Datum apply(List<Datum> arguments) {
    return new Datum.Text(code.apply(arguments));
  }
}
