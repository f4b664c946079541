package dev.tocsin.promql.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tocsin.promql.ast.Notation;
import dev.tocsin.series.Labels;
import java.util.ArrayList;
import java.util.List;

/// `label_replace` and `label_join`.
final class LabelEdits {
  private LabelEdits() {}

  static Operand replace(Arguments arguments) {
    String target = labelName(arguments, 1, "destination");
    String template = arguments.text(2);
    String source = arguments.text(3);
    Pattern pattern = pattern(arguments, arguments.text(4));
    var result = new ArrayList<StepSeries>();
    for (StepSeries series : arguments.vector(0)) {
      Labels labels = series.labels();
      Matcher match = pattern.matcher(labels.get(source));
      result.add(
          match.matches()
              ? series.withLabels(labels.with(target, expand(template, pattern, match)))
              : series);
    }
    return new Operand.Vector(result);
  }

  static Operand join(Arguments arguments) {
    String target = labelName(arguments, 1, "destination");
    String separator = arguments.text(2);
    var sources = new ArrayList<String>();
    for (int i = 3; i < arguments.count(); i++) {
      sources.add(labelName(arguments, i, "source"));
    }
    var result = new ArrayList<StepSeries>();
    for (StepSeries series : arguments.vector(0)) {
      List<String> values = sources.stream().map(series.labels()::get).toList();
      result.add(series.withLabels(series.labels().with(target, String.join(separator, values))));
    }
    return new Operand.Vector(result);
  }

  private static String labelName(Arguments arguments, int index, String role) {
    String name = arguments.text(index);
    if (!Notation.isLabelName(name)) {
      throw arguments.failure("invalid " + role + " label name " + Notation.quoted(name));
    }
    return name;
  }

  private static Pattern pattern(Arguments arguments, String expression) {
    try {
      return Pattern.compile("^(?s:" + expression + ")$");
    } catch (PatternSyntaxException e) {
      throw arguments.failure(
          "invalid regular expression " + Notation.quoted(expression) + ": " + e.getDescription());
    }
  }

  /// Puts groups into a template: `$1`, `${1}`, `$name`, `${name}`, `$$`. A group that does not
  /// exist is empty; a dollar sign before anything else stands for itself.
  private static String expand(String template, Pattern pattern, Matcher match) {
    var text = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at);
      if (c != '$' || at + 1 == template.length()) {
        text.append(c);
        at++;
      } else if (template.charAt(at + 1) == '$') {
        text.append('$');
        at += 2;
      } else {
        at = expandGroup(template, at, pattern, match, text);
      }
    }
    return text.toString();
  }

  /// Handles the reference at a dollar sign and answers where to go on.
  private static int expandGroup(
      String template, int dollar, Pattern pattern, Matcher match, StringBuilder text) {
    boolean braced = template.charAt(dollar + 1) == '{';
    int start = dollar + (braced ? 2 : 1);
    int end = start;
    while (end < template.length() && isNamePart(template.charAt(end))) {
      end++;
    }
    boolean closed = !braced || (end < template.length() && template.charAt(end) == '}');
    if (end == start || !closed) {
      text.append('$');
      return dollar + 1;
    }
    text.append(group(template.substring(start, end), pattern, match));
    return braced ? end + 1 : end;
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static String group(String name, Pattern pattern, Matcher match) {
    if (name.chars().allMatch(Character::isDigit)) {
      boolean exists = name.length() < 6 && Integer.parseInt(name) <= match.groupCount();
      String value = exists ? match.group(Integer.parseInt(name)) : null;
      return value == null ? "" : value;
    }
    String value = pattern.namedGroups().containsKey(name) ? match.group(name) : null;
    return value == null ? "" : value;
  }
}
