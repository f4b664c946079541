package dev.tocsin.server.rule;

import dev.tocsin.server.rule.Template.Datum;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The functions that a [Template] may call.
enum TemplateFunction {
  HUMANIZE("humanize"),
  HUMANIZE_1024("humanize1024"),
  HUMANIZE_DURATION("humanizeDuration"),
  HUMANIZE_PERCENTAGE("humanizePercentage"),
  TO_LOWER("toLower"),
  TO_UPPER("toUpper"),
  PRINTF("printf");

  private final String label;

  TemplateFunction(String label) {
    this.label = label;
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
    var first = arguments.getFirst();
    return new Datum.Text(
        switch (this) {
          case HUMANIZE -> HumanNumbers.metric(number(first));
          case HUMANIZE_1024 -> HumanNumbers.binary(number(first));
          case HUMANIZE_DURATION -> HumanNumbers.duration(number(first));
          case HUMANIZE_PERCENTAGE -> HumanNumbers.percentage(number(first));
          case TO_LOWER -> first.toString().toLowerCase(Locale.ROOT);
          case TO_UPPER -> first.toString().toUpperCase(Locale.ROOT);
          case PRINTF -> GoFormat.of(first.toString()).print(arguments);
        });
  }

  /// A text that is no number counts as NaN.
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
}
