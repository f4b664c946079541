package dev.tocsin.server.rule;

import dev.tocsin.server.rule.Template.Datum;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A format of Go's `printf`, as far as rule files use it: `%s %v %d %f %e %g %%` with a precision.
final class GoFormat {
  private static final Pattern VERB = Pattern.compile("%(?:\\.([0-9]{1,2}))?([a-zA-Z%])");
  private static final String VERBS = "svdfeg%";
  private static final int USUAL_DECIMALS = 6;
  private static final int SHORTEST = -1;

  private final List<Piece> pieces = new ArrayList<>();
  private int values;

  /// A piece of the format.
  private sealed interface Piece {
    record Fixed(String text) implements Piece {}

    /// @param precision or [#SHORTEST] when none is given
    record Verb(char letter, int precision) implements Piece {}
  }

  private GoFormat() {}

  /// @throws IllegalArgumentException if it has a verb that is not understood
  static GoFormat of(String text) {
    var format = new GoFormat();
    int from = 0;
    for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', from)) {
      var verb = VERB.matcher(text).region(percent, text.length());
      if (!verb.lookingAt() || VERBS.indexOf(verb.group(2).charAt(0)) < 0) {
        throw new IllegalArgumentException(
            "printf does not know \"" + text.substring(percent) + "\"");
      }
      format.pieces.add(new Piece.Fixed(text.substring(from, percent)));
      format.add(verb.group(2).charAt(0), verb.group(1) == null ? "" : verb.group(1));
      from = verb.end();
    }
    format.pieces.add(new Piece.Fixed(text.substring(from)));
    return format;
  }

  private void add(char letter, String precision) {
    if (letter == '%') {
      pieces.add(new Piece.Fixed("%"));
    } else {
      values++;
      pieces.add(
          new Piece.Verb(letter, precision.isEmpty() ? SHORTEST : Integer.parseInt(precision)));
    }
  }

  /// How many values it needs.
  int values() {
    return values;
  }

  /// @param arguments the format itself and its values
  String print(List<Datum> arguments) {
    var text = new StringBuilder();
    int next = 1;
    for (var piece : pieces) {
      switch (piece) {
        case Piece.Fixed(var fixed) -> text.append(fixed);
        case Piece.Verb(char letter, int precision) ->
            text.append(printed(letter, precision, arguments.get(next++)));
      }
    }
    return text.toString();
  }

  private static String printed(char letter, int precision, Datum datum) {
    if (letter == 's' || letter == 'v') {
      return datum.toString();
    }
    double number = TemplateFunction.number(datum);
    int decimals = precision == SHORTEST ? USUAL_DECIMALS : precision;
    return switch (letter) {
      case 'd' -> GoNumbers.fixed(number, 0);
      case 'f' -> GoNumbers.fixed(number, decimals);
      case 'e' -> GoNumbers.exponent(number, decimals);
      case 'g' ->
          precision == SHORTEST
              ? GoNumbers.shortest(number)
              : GoNumbers.significant(number, precision);
      default -> throw new IllegalStateException("BUG: verb " + letter);
    };
  }
}
