package dev.tocsin.server.pack;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.PromQlParseException;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.config.Settings;
import dev.tocsin.server.rule.RuleSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file of rule tests, read.
///
/// @param ruleFiles relative to the test file
record RuleTestFile(
    String name, List<String> ruleFiles, Duration evaluationInterval, List<Case> cases) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Duration USUAL = Duration.ofMinutes(1);

  /// One history with what must be seen in it.
  record Case(
      String name,
      Duration interval,
      List<Input> inputs,
      List<Check> checks,
      List<ExprCheck> expressions) {}

  /// What an expression must give at a time.
  record ExprCheck(String where, Duration at, Expr expr, Map<Labels, Double> samples) {}

  /// One series.
  record Input(Labels labels, List<@Nullable Double> values) {}

  /// The alerts of a name that must fire at a time: these and no others.
  record Check(String where, Duration at, String alertName, List<Expected> alerts) {}

  /// @param annotations are compared only when the file has some
  record Expected(Map<String, String> labels, Optional<Map<String, String>> annotations) {}

  static RuleTestFile read(RuleSource source, Problems problems) {
    var file = ConfigFile.parseLiteral(source.name(), source.text(), problems);
    var ruleFiles = file.texts("rule_files");
    if (ruleFiles.isEmpty()) {
      file.report("rule_files", "is missing", "name the rule files under test");
    }
    var interval = file.duration("evaluation_interval", USUAL, SHORTEST, LONGEST);
    var cases = new ArrayList<Case>();
    for (var section : file.sections("tests")) {
      cases.add(test(section));
    }
    file.finish();
    return new RuleTestFile(source.name(), ruleFiles, interval, cases);
  }

  private static Case test(Settings section) {
    var name = section.text("name", section.where());
    var interval = section.duration("interval", USUAL, SHORTEST, LONGEST);
    var inputs = new ArrayList<Input>();
    for (var input : section.sections("input_series")) {
      input(input).ifPresent(inputs::add);
    }
    var checks = new ArrayList<Check>();
    for (var check : section.sections("alert_rule_test")) {
      checks.add(check(check));
    }
    var expressions = new ArrayList<ExprCheck>();
    for (var check : section.sections("promql_expr_test")) {
      expression(check).ifPresent(expressions::add);
    }
    section.finish();
    return new Case(name, interval, inputs, checks, expressions);
  }

  private static Optional<ExprCheck> expression(Settings section) {
    var text = section.required("expr", "write an expression");
    var at = section.duration("eval_time", Duration.ZERO, Duration.ZERO, LONGEST);
    var samples = new HashMap<Labels, Double>();
    try {
      for (var sample : section.sections("exp_samples")) {
        var series = sample.text("labels", "").strip();
        double value = sample.number("value").orElse(0);
        sample.finish();
        samples.put(series.isEmpty() || series.equals("{}") ? Labels.EMPTY : labels(series), value);
      }
      section.finish();
      return Optional.of(new ExprCheck(section.where(), at, PromQl.parse(text), samples));
    } catch (PromQlParseException | IllegalArgumentException e) {
      section.report("expr", "" + e.getMessage(), "correct the expression or its samples");
      return Optional.empty();
    }
  }

  private static Optional<Input> input(Settings section) {
    var series = section.required("series", "write a metric with labels");
    var values = section.required("values", "write values such as 0+10x5");
    section.finish();
    try {
      return Optional.of(new Input(labels(series), InputValues.parse(values)));
    } catch (PromQlParseException | IllegalArgumentException e) {
      section.report("series", "" + e.getMessage(), "correct the series or its values");
      return Optional.empty();
    }
  }

  private static Labels labels(String series) {
    if (!(PromQl.parse(series) instanceof Expr.VectorSelector selector)) {
      throw new IllegalArgumentException("\"" + series + "\" is not a series");
    }
    var labels = Labels.builder();
    for (var matcher : selector.matchers()) {
      if (matcher.type() != Matcher.Type.EQUAL) {
        throw new IllegalArgumentException("\"" + series + "\" does not give each label a value");
      }
      labels.set(matcher.name(), matcher.value());
    }
    return labels.build();
  }

  private static Check check(Settings section) {
    var at = section.duration("eval_time", Duration.ZERO, Duration.ZERO, LONGEST);
    var alert = section.required("alertname", "name the alert");
    var alerts = new ArrayList<Expected>();
    for (var expected : section.sections("exp_alerts")) {
      alerts.add(
          new Expected(
              expected.labels("exp_labels"),
              expected.has("exp_annotations")
                  ? Optional.of(expected.labels("exp_annotations"))
                  : Optional.empty()));
      expected.finish();
    }
    section.finish();
    return new Check(section.where(), at, alert, alerts);
  }
}
