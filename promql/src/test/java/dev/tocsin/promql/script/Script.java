package dev.tocsin.promql.script;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.PromQlParseException;
import dev.tocsin.promql.QueryLimits;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A test script: commands `load`, `clear`, `eval` at the start of a line, each with an indented
/// body. Blank lines and `#` comments are skipped.
public final class Script {
  private final MemorySeries series = new MemorySeries();
  private final List<Labels> unsupported = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final PromQl engine = new PromQl(QueryLimits.defaults());

  private Script() {}

  /// Runs a file and answers how each evaluation went, in order.
  public static List<Outcome> run(Path file) throws IOException {
    var script = new Script();
    List<String> lines = Files.readAllLines(file);
    int at = 0;
    while (at < lines.size()) {
      int end = at + 1;
      while (end < lines.size() && isBody(lines.get(end))) {
        end++;
      }
      String command = lines.get(at).strip();
      if (!command.isEmpty() && !command.startsWith("#")) {
        List<String> body =
            lines.subList(at + 1, end).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        script.command(at + 1, command, body);
      }
      at = end;
    }
    return script.outcomes;
  }

  private static boolean isBody(String line) {
    return !line.isEmpty() && Character.isWhitespace(line.charAt(0));
  }

  private void command(int number, String command, List<String> body) {
    if (command.equals("clear")) {
      series.clear();
      unsupported.clear();
    } else if (command.startsWith("load")) {
      load(command, body);
    } else {
      evaluate(Evaluation.parse(number, command, body));
    }
  }

  private void load(String command, List<String> body) {
    long stepMillis = Evaluation.millis(command.substring(command.lastIndexOf(' ') + 1));
    for (String line : body) {
      try {
        SeriesLine parsed = SeriesLine.parse(line);
        for (int i = 0; i < parsed.points().size(); i++) {
          Double point = parsed.points().get(i);
          if (point != null) {
            series.add(parsed.labels(), i * stepMillis, point);
          }
        }
        String name = parsed.labels().metricName();
        if (command.startsWith("load_with_nhcb") && name.endsWith("_bucket")) {
          unsupported.add(
              parsed.labels().with(Labels.METRIC_NAME, name.substring(0, name.length() - 7)));
        }
      } catch (SeriesLine.UnsupportedNotation e) {
        unsupported.add(e.labels());
      }
    }
  }

  private void evaluate(Evaluation evaluation) {
    int line = evaluation.line();
    String query = evaluation.query();
    if (isUnsupported(evaluation)) {
      outcomes.add(new Outcome.Unsupported(line, query));
      return;
    }
    try {
      new Check(engine, series, evaluation).run();
      outcomes.add(new Outcome.Passed(line, query));
    } catch (AssertionError | RuntimeException e) {
      outcomes.add(new Outcome.Failed(line, query, e.toString()));
    }
  }

  private boolean isUnsupported(Evaluation evaluation) {
    if (evaluation.expectations().stream().anyMatch(line -> line.contains("{{"))) {
      return true;
    }
    try {
      return PromQl.selectors(PromQl.parse(evaluation.query())).stream()
          .anyMatch(
              selector ->
                  unsupported.stream().anyMatch(labels -> matches(selector.matchers(), labels)));
    } catch (PromQlParseException _) {
      return false;
    }
  }

  private static boolean matches(List<Matcher> matchers, Labels labels) {
    return matchers.stream().allMatch(matcher -> matcher.matches(labels));
  }
}
