package dev.tocsin.server.rule;

import dev.tocsin.server.rule.Template.Datum;
import dev.tocsin.server.rule.Template.Part;
import dev.tocsin.server.rule.Template.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the text of a [Template].
final class TemplateParser {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";
  private static final int ARGUMENT_LIMIT = 16;
  private static final String SUPPORTED =
      "use $value, $labels.name, texts, numbers and " + TemplateFunction.names();
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<label>(?:\\$labels|\\.Labels)\\.(?<name>[a-zA-Z_][a-zA-Z0-9_]*))"
              + "|(?<value>\\$value|\\.Value)"
              + "|(?<text>\"(?:[^\"\\\\\n]|\\\\[nt\"\\\\])*\"|`[^`]*`)"
              + "|(?<number>-?[0-9]+(?:\\.[0-9]+)?)"
              + "|(?<pipe>\\|)"
              + "|(?<word>[a-zA-Z_$.][a-zA-Z0-9_.$]*))(?![a-zA-Z0-9_.$\"`])");

  private final String text;
  private final Matcher tokens;
  private int position;
  private int end;

  TemplateParser(String text) {
    this.text = text;
    this.tokens = TOKEN.matcher(text);
  }

  Template parse() {
    var parts = new ArrayList<Part>();
    boolean trimsNext = false;
    while (position < text.length()) {
      int open = text.indexOf(OPEN, position);
      var fixed = text.substring(position, open < 0 ? text.length() : open);
      boolean trims = open >= 0 && text.startsWith("- ", open + OPEN.length());
      fixed = trimsNext ? fixed.stripLeading() : fixed;
      parts.add(new Part.Fixed(trims ? fixed.stripTrailing() : fixed));
      if (open < 0) {
        break;
      }
      int close = text.indexOf(CLOSE, open);
      if (close < 0) {
        throw refused(open, "{{ without }}", "close it");
      }
      trimsNext = text.startsWith(" -", close - 2);
      position = open + OPEN.length() + (trims ? 1 : 0);
      end = close - (trimsNext ? 1 : 0);
      parts.add(new Part.Computed(pipeline()));
      position = close + CLOSE.length();
    }
    return new Template(parts);
  }

  private Term pipeline() {
    var term = command(List.of());
    while (!atEnd()) {
      next();
      if (tokens.group("pipe") == null) {
        throw refused(tokenStart(), "a value after a value", SUPPORTED);
      }
      position = tokens.end();
      term = command(List.of(term));
    }
    return term;
  }

  /// A function with its arguments, the piped one last, or a lone value.
  private Term command(List<Term> piped) {
    next();
    int start = tokenStart();
    var word = tokens.group("word");
    if (word == null) {
      if (!piped.isEmpty()) {
        throw refused(start, "a value cannot be piped into a value", SUPPORTED);
      }
      return operand();
    }
    var function =
        TemplateFunction.named(word)
            .orElseThrow(() -> refused(start, "\"" + word + "\" is not supported", SUPPORTED));
    position = tokens.end();
    var arguments = new ArrayList<Term>();
    while (!atEnd() && !pipeFollows()) {
      arguments.add(operand());
    }
    arguments.addAll(piped);
    checkArguments(function, arguments, start);
    return new Term.Call(function, arguments);
  }

  private void checkArguments(TemplateFunction function, List<Term> arguments, int start) {
    if (function != TemplateFunction.PRINTF) {
      if (arguments.size() != 1) {
        throw refused(start, function.label() + " takes one value", "give it one");
      }
      return;
    }
    if (arguments.isEmpty()
        || !(arguments.getFirst() instanceof Term.Constant(Datum.Text(var format)))) {
      throw refused(start, "printf needs a format", "write printf \"%.2f\" $value");
    }
    GoFormat parsed;
    try {
      parsed = GoFormat.of(format);
    } catch (IllegalArgumentException e) {
      throw refused(start, String.valueOf(e.getMessage()), "use %s, %v, %d, %f, %e, %g or %%");
    }
    if (parsed.values() != arguments.size() - 1 || arguments.size() > ARGUMENT_LIMIT) {
      throw refused(
          start,
          "printf needs %d values and has %d".formatted(parsed.values(), arguments.size() - 1),
          "give each % its value, at most " + (ARGUMENT_LIMIT - 1));
    }
  }

  private boolean pipeFollows() {
    next();
    return tokens.group("pipe") != null;
  }

  private Term operand() {
    next();
    int start = tokenStart();
    position = tokens.end();
    if (tokens.group("label") != null) {
      return new Term.Label(tokens.group("name"));
    }
    if (tokens.group("value") != null) {
      return new Term.AlertValue();
    }
    if (tokens.group("number") != null) {
      return new Term.Constant(new Datum.Decimal(Double.parseDouble(tokens.group("number"))));
    }
    if (tokens.group("text") != null) {
      return new Term.Constant(new Datum.Text(unquoted(tokens.group("text"))));
    }
    throw refused(start, "\"" + tokens.group().strip() + "\" is not supported here", SUPPORTED);
  }

  private static String unquoted(String quoted) {
    var inside = quoted.substring(1, quoted.length() - 1);
    if (quoted.startsWith("`")) {
      return inside;
    }
    var plain = new StringBuilder();
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '\\') {
        c = inside.charAt(++i);
        c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private boolean atEnd() {
    return text.substring(position, end).isBlank();
  }

  /// Looks at the next token without taking it.
  private void next() {
    tokens.region(position, end);
    if (atEnd()) {
      throw refused(position, "a value is missing", SUPPORTED);
    }
    if (!tokens.lookingAt()) {
      throw refused(firstVisible(), "\"" + rest() + "\" is not supported", SUPPORTED);
    }
  }

  private String rest() {
    return text.substring(firstVisible(), end).strip();
  }

  private int firstVisible() {
    int visible = position;
    while (visible < end && Character.isWhitespace(text.charAt(visible))) {
      visible++;
    }
    return visible;
  }

  private int tokenStart() {
    return firstVisible();
  }

  private TemplateException refused(int at, String problem, String remedy) {
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    int column = at - text.lastIndexOf('\n', at - 1);
    return new TemplateException(line, column, problem, remedy);
  }
}
