package dev.tocsin.server.pack;

import dev.tocsin.promql.Cancellation;
import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.QueryLimits;
import dev.tocsin.promql.Value;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Staleness;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertRehearsal;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RecordingRule;
import dev.tocsin.server.rule.RuleEvaluation;
import dev.tocsin.server.rule.RuleFailure;
import dev.tocsin.server.rule.RuleGroup;
import dev.tocsin.server.rule.RuleOptions;
import dev.tocsin.server.rule.RuleOutcome;
import dev.tocsin.server.rule.RuleSet;
import dev.tocsin.server.rule.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs rule tests in promtool's format: input series, an evaluation interval, and which alerts
/// must fire when. Understands `alert_rule_test` and `promql_expr_test`; annotations are compared
/// only where a test has some.
public final class RuleTests {
  private final Function<String, Optional<RuleSource>> ruleFiles;

  /// What one test came to.
  ///
  /// @param failures empty when it passed
  public record Result(String file, String name, List<String> failures) {
    public Result {
      failures = List.copyOf(failures);
    }

    public boolean passed() {
      return failures.isEmpty();
    }
  }

  /// @param ruleFiles finds a rule file by the path that a test file names
  public RuleTests(Function<String, Optional<RuleSource>> ruleFiles) {
    this.ruleFiles = ruleFiles;
  }

  /// The tests of a pack; their rule files are named relative to the tests' folder.
  public static RuleTests of(Pack pack) {
    return new RuleTests(
        path ->
            pack.rules().stream()
                .filter(rules -> rules.name().endsWith("/" + path.replace("../", "")))
                .findFirst());
  }

  /// Tests beside rule files on the disk; paths are relative to the test's folder.
  public static RuleTests in(Path folder) {
    return new RuleTests(
        path -> {
          try {
            return Optional.of(new RuleSource(path, Files.readString(folder.resolve(path))));
          } catch (IOException e) {
            return Optional.empty();
          }
        });
  }

  /// Runs one file; what is wrong in it or in its rule files is a problem.
  public List<Result> run(RuleSource testFile, Problems problems) {
    var file = RuleTestFile.read(testFile, problems);
    var sources = new ArrayList<RuleSource>();
    for (var path : file.ruleFiles()) {
      ruleFiles
          .apply(path)
          .ifPresentOrElse(
              sources::add,
              () ->
                  problems.add(
                      new Problem(
                          testFile.name(),
                          "rule_files",
                          path + " does not exist",
                          "fix the path")));
    }
    var rules = RuleSet.read(sources, RuleOptions.defaults(), problems);
    return problems.isEmpty()
        ? file.cases().stream().map(test -> new Run(file, test, rules).result()).toList()
        : List.of();
  }

  /// Plays one history.
  private static final class Run {
    private final RuleTestFile file;
    private final RuleTestFile.Case test;
    private final RuleSet rules;
    private final MemorySeries series = new MemorySeries();
    private final List<String> failures = new ArrayList<>();
    private final Map<RecordingRule, Set<Labels>> recorded = new HashMap<>();
    private final PromQl promQl;
    private final RuleEvaluation evaluation;
    private final AlertRehearsal alerts;

    Run(RuleTestFile file, RuleTestFile.Case test, RuleSet rules) {
      this.file = file;
      this.test = test;
      this.rules = rules;
      promQl = new PromQl(QueryLimits.defaults());
      evaluation =
          new RuleEvaluation(
              (expr, atMillis) -> promQl.instant(series, expr, atMillis, Cancellation.none()));
      alerts =
          new AlertRehearsal(
              samples ->
                  samples.forEach(
                      sample ->
                          series.add(sample.labels(), sample.timestampMillis(), sample.value())));
    }

    Result result() {
      load();
      long last =
          Stream.concat(
                  test.checks().stream().map(RuleTestFile.Check::at),
                  test.expressions().stream().map(RuleTestFile.ExprCheck::at))
              .mapToLong(Duration::toMillis)
              .max()
              .orElse(0);
      long step = file.evaluationInterval().toMillis();
      for (long at = 0; at <= last; at += step) {
        evaluate(at);
        for (var check : test.checks()) {
          long due = check.at().toMillis();
          if (due >= at && due < at + step) {
            compare(check);
          }
        }
      }
      test.expressions().forEach(this::compare);
      return new Result(file.name(), test.name(), failures);
    }

    private void compare(RuleTestFile.ExprCheck check) {
      var found = new TreeMap<Labels, Double>();
      long at = check.at().toMillis();
      switch (promQl.instant(series, check.expr(), at, Cancellation.none())) {
        case Value.InstantVector(var samples) ->
            samples.forEach(sample -> found.put(sample.labels(), sample.value()));
        case Value.Scalar(_, double value) -> found.put(Labels.EMPTY, value);
        case Value.Text _, Value.RangeMatrix _ -> {}
      }
      if (!fits(check.samples(), found)) {
        failures.add(
            "%s: %s at %ds: is %s and should be %s"
                .formatted(
                    check.where(),
                    check.expr(),
                    check.at().toSeconds(),
                    found,
                    new TreeMap<>(check.samples())));
      }
    }

    private static boolean fits(Map<Labels, Double> expected, Map<Labels, Double> found) {
      return expected.keySet().equals(found.keySet())
          && expected.entrySet().stream()
              .allMatch(it -> isClose(it.getValue(), found.getOrDefault(it.getKey(), 0.0)));
    }

    /// Equal but for what the order of additions changes.
    private static boolean isClose(double one, double other) {
      double tolerance = 1e-6 * Math.max(Math.abs(one), Math.abs(other));
      return Double.compare(one, other) == 0 || Math.abs(one - other) <= tolerance;
    }

    private void load() {
      long interval = test.interval().toMillis();
      for (var input : test.inputs()) {
        for (int i = 0; i < input.values().size(); i++) {
          var value = input.values().get(i);
          if (value != null) {
            series.add(input.labels(), i * interval, value);
          }
        }
      }
    }

    private void evaluate(long atMillis) {
      for (var group : rules.groups()) {
        for (var rule : group.rules()) {
          switch (rule) {
            case AlertRule alert -> evaluate(alert, group, atMillis);
            case RecordingRule recording -> evaluate(recording, group, atMillis);
          }
        }
      }
    }

    /// Series that the rule wrote last time and does not return now are ended.
    private void evaluate(RecordingRule rule, RuleGroup group, long atMillis) {
      var now = new HashSet<Labels>();
      for (var sample : evaluation.record(rule, group, atMillis)) {
        series.add(sample.labels(), sample.timestampMillis(), sample.value());
        now.add(sample.labels());
      }
      for (var gone : recorded.getOrDefault(rule, Set.of())) {
        if (!now.contains(gone)) {
          series.add(gone, atMillis - group.queryOffset().toMillis(), Staleness.MARKER);
        }
      }
      recorded.put(rule, now);
    }

    private void evaluate(AlertRule rule, RuleGroup group, long atMillis) {
      var outcome = evaluation.alert(rule, group, atMillis);
      if (outcome.result() instanceof RuleOutcome.Result.Failed(var reason)) {
        throw new RuleFailure(rule.name() + " at " + atMillis + " ms: " + reason);
      }
      alerts.evaluated(outcome);
    }

    private void compare(RuleTestFile.Check check) {
      var wanted = new ArrayList<>(check.alerts());
      var surplus = new ArrayList<Alert>();
      for (var alert : alerts.firing(check.alertName())) {
        if (!wanted.removeIf(expected -> fits(expected, alert))) {
          surplus.add(alert);
        }
      }
      var place = check.where() + ": " + check.alertName() + " at " + check.at().toSeconds() + "s";
      for (var expected : wanted) {
        failures.add(place + ": does not fire with " + text(expected));
      }
      for (var alert : surplus) {
        failures.add(
            place + ": fires with labels " + labels(alert) + " and annotations " + written(alert));
      }
    }

    private boolean fits(RuleTestFile.Expected expected, Alert alert) {
      return expected.labels().equals(labels(alert))
          && expected.annotations().map(texts -> texts.equals(written(alert))).orElse(true);
    }

    /// The texts that the rule itself has: the server adds the threshold, promtool does not.
    private Map<String, String> written(Alert alert) {
      var texts = new TreeMap<>(alert.annotations());
      texts.keySet().retainAll(annotationNames(alert));
      return texts;
    }

    private Set<String> annotationNames(Alert alert) {
      return rules.alertRules().stream()
          .filter(rule -> rule.name().equals(alert.ruleName()))
          .flatMap(rule -> rule.annotations().keySet().stream())
          .collect(Collectors.toSet());
    }

    private static Map<String, String> labels(Alert alert) {
      return alert.labels().entrySet().stream()
          .filter(label -> !label.getKey().equals("alertname"))
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one, TreeMap::new));
    }

    private static String text(RuleTestFile.Expected expected) {
      return "labels "
          + expected.labels()
          + expected.annotations().map(texts -> " and annotations " + texts).orElse("");
    }
  }
}
