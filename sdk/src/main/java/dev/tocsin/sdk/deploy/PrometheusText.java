package dev.tocsin.sdk.deploy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the Prometheus text exposition format, version 0.0.4, to see whether a scraper would take
/// it: the form of each line, one type for each metric and before its samples, no series twice.
final class PrometheusText {

  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*+";
  private static final Pattern DESCRIPTION =
      Pattern.compile("# (HELP|TYPE) +(" + NAME + ")(?: +(.*))?");
  private static final Pattern SAMPLE_NAME = Pattern.compile(NAME);
  private static final Pattern LABEL =
      Pattern.compile("\\s*+([a-zA-Z_][a-zA-Z0-9_]*+)=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*+\"\\s*+");
  private static final Pattern VALUE = Pattern.compile("\\s*+(\\S++)(?:\\s++(-?\\d++))?\\s*+");
  private static final Set<String> KINDS =
      Set.of("counter", "gauge", "histogram", "summary", "untyped");
  private static final int MAX_QUOTED = 60;

  private final Map<String, String> types = new HashMap<>();
  private final Set<String> withSamples = new HashSet<>();
  private final Set<String> series = new HashSet<>();

  private PrometheusText() {}

  /// The first thing that is wrong, with the number of its line.
  static Optional<String> problem(String text) {
    if (text.isBlank()) {
      return Optional.of("it is empty");
    }
    if (!text.endsWith("\n")) {
      return Optional.of("the last line does not end with a line feed");
    }
    PrometheusText reader = new PrometheusText();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String problem = line.isBlank() ? "" : reader.read(line);
      if (!problem.isEmpty()) {
        return Optional.of("line " + number + ": " + problem + ": " + quoted(line));
      }
    }
    return reader.series.isEmpty() ? Optional.of("it holds no sample") : Optional.empty();
  }

  private static String quoted(String line) {
    return line.length() <= MAX_QUOTED ? line : line.substring(0, MAX_QUOTED) + "…";
  }

  private String read(String line) {
    return line.startsWith("#") ? comment(line) : sample(line);
  }

  private String comment(String line) {
    if (!line.startsWith("# TYPE ") && !line.startsWith("# HELP ")) {
      return "";
    }
    Matcher description = DESCRIPTION.matcher(line);
    if (!description.matches()) {
      return "not '# TYPE <name> <kind>' or '# HELP <name> <text>'";
    }
    return description.group(1).equals("TYPE")
        ? type(description.group(2), description.group(3))
        : "";
  }

  private String type(String name, String kind) {
    if (kind == null || !KINDS.contains(kind.strip())) {
      return "an unknown kind of metric";
    }
    if (withSamples.contains(name)) {
      return "the type stands behind a sample";
    }
    return types.put(name, kind) == null ? "" : "a second type for the same metric";
  }

  private String sample(String line) {
    Matcher name = SAMPLE_NAME.matcher(line);
    if (!name.lookingAt()) {
      return "no metric name at the start";
    }
    int end = labelsEnd(line, name.end());
    if (end < 0) {
      return "labels that are not name=\"value\", separated by commas";
    }
    Matcher value = VALUE.matcher(line).region(end, line.length());
    if (!value.matches() || !isNumber(value.group(1))) {
      return "no number as value";
    }
    withSamples.add(name.group());
    return series.add(line.substring(0, end).strip()) ? "" : "a series that was there before";
  }

  /// Where the value begins, or -1.
  private static int labelsEnd(String line, int from) {
    if (from >= line.length() || line.charAt(from) != '{') {
      return from;
    }
    Set<String> names = new HashSet<>();
    Matcher label = LABEL.matcher(line);
    int at = from + 1;
    while (at < line.length() && line.charAt(at) != '}') {
      if (!label.region(at, line.length()).lookingAt() || !names.add(label.group(1))) {
        return -1;
      }
      at = label.end();
      if (at < line.length() && line.charAt(at) == ',') {
        at++;
      } else if (at >= line.length() || line.charAt(at) != '}') {
        return -1;
      }
    }
    return at < line.length() ? at + 1 : -1;
  }

  private static boolean isNumber(String text) {
    if (text.matches("[+-]?(Inf|inf)|NaN|nan")) {
      return true;
    }
    return text.matches("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?");
  }
}
