package dev.tocsin.promql.script;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.ast.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One `eval` command: the query, its steps and what is expected of it.
record Evaluation(
    int line,
    String query,
    long startMillis,
    long endMillis,
    long stepMillis,
    boolean instant,
    List<String> expectations) {
  private static final Pattern INSTANT =
      Pattern.compile("eval(_\\w+)?\\s+instant\\s+at\\s+(\\S+)\\s+(.*)", Pattern.DOTALL);
  private static final Pattern RANGE =
      Pattern.compile(
          "eval(_\\w+)?\\s+range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)\\s+(.*)",
          Pattern.DOTALL);

  static Evaluation parse(int number, String command, List<String> body) {
    var expectations = new ArrayList<String>();
    Matcher range = RANGE.matcher(command);
    if (range.matches()) {
      addOldForm(range.group(1), expectations);
      expectations.addAll(body);
      return new Evaluation(
          number,
          range.group(5),
          millis(range.group(2)),
          millis(range.group(3)),
          millis(range.group(4)),
          false,
          expectations);
    }
    Matcher instant = INSTANT.matcher(command);
    if (!instant.matches()) {
      throw new IllegalArgumentException("line " + number + ": bad command: " + command);
    }
    addOldForm(instant.group(1), expectations);
    expectations.addAll(body);
    long at = millis(instant.group(2));
    return new Evaluation(number, instant.group(3), at, at, 1, true, expectations);
  }

  private static void addOldForm(@Nullable String suffix, List<String> expectations) {
    if (suffix != null) {
      expectations.add("expect " + suffix.substring(1));
    }
  }

  /// The milliseconds of a duration or a number of seconds.
  static long millis(String text) {
    var number = (Expr.NumberLiteral) PromQl.parse(text);
    return Math.round(number.value() * 1000);
  }
}
