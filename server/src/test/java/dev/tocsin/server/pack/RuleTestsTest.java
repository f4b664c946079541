package dev.tocsin.server.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.series.Staleness;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.rule.RuleSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTestsTest {
  private static final String RULES =
      """
      groups:
      - name: g
        rules:
        - {record: "job:up:min", expr: min by (job) (up)}
        - alert: Down
          expr: job:up:min == 0
          for: 1m
          labels: {severity: P1}
          annotations: {summary: "{{ $labels.job }} is down"}
      """;
  private static final String TEST =
      """
      rule_files: [r.yml]
      evaluation_interval: 30s
      tests:
      - name: down
        interval: 30s
        input_series:
        - {series: 'up{job="a"}', values: "1 0x9"}
        alert_rule_test:
        - eval_time: %s
          alertname: Down
          exp_alerts: %s
      """;
  private final Problems problems = new Problems();

  private List<String> failures(String test) {
    var results =
        new RuleTests(
                path ->
                    path.equals("r.yml")
                        ? Optional.of(new RuleSource(path, RULES))
                        : Optional.empty())
            .run(new RuleSource("t.yml", test), problems);
    return results.stream().flatMap(result -> result.failures().stream()).toList();
  }

  @Test
  void passesWhenExactlyTheExpectedAlertsFire() {
    assertEquals(List.of(), failures(TEST.formatted("1m", "[]")));
    var expected = "[{exp_labels: {job: a, severity: P1}, exp_annotations: {summary: a is down}}]";
    assertEquals(List.of(), failures(TEST.formatted("90s", expected)));
    assertTrue(problems.isEmpty());
  }

  @Test
  void failsWhenAnExpectedAlertDoesNotFire() {
    assertEquals(
        List.of("t.yml:9:5: Down at 60s: does not fire with labels {job=a, severity=P1}"),
        failures(TEST.formatted("1m", "[{exp_labels: {job: a, severity: P1}}]")));
  }

  @Test
  void failsWhenAnUnexpectedAlertFires() {
    assertEquals(
        List.of(
            "t.yml:9:5: Down at 90s: fires with labels {job=a, severity=P1} and annotations"
                + " {summary=a is down}"),
        failures(TEST.formatted("90s", "[]")));
  }

  @Test
  void failsWhenAnnotationsDiffer() {
    var expected = "[{exp_labels: {job: a, severity: P1}, exp_annotations: {summary: up}}]";
    assertEquals(2, failures(TEST.formatted("90s", expected)).size());
  }

  @Test
  void expressionsMustGiveExactlyTheSamplesThatAreExpected() {
    var test =
        """
        rule_files: [r.yml]
        evaluation_interval: 30s
        tests:
        - name: one
          interval: 30s
          input_series:
          - {series: 'up{job="a"}', values: "1 0x9"}
          - {series: 'up{job="b"}', values: "1x10"}
          promql_expr_test:
          - expr: sum(up)
            eval_time: 30s
            exp_samples: [{value: %s}]
          - expr: 'job:up:min == 1'
            eval_time: 1m
            exp_samples: [{labels: 'job:up:min{job="b"}', value: 1}]
        """;
    assertEquals(List.of(), failures(test.formatted("1")));
    assertEquals(
        List.of("t.yml:10:5: sum(up) at 30s: is {{}=1.0} and should be {{}=2.0}"),
        failures(test.formatted("2")));
    assertEquals(List.of(), problems.list());
  }

  @Test
  void reportsWhatIsWrongInTheFile() {
    failures(
        """
        rule_files: [other.yml]
        tests:
        - input_series:
          - {series: 'up{job=~"a"}', values: "1"}
          - {series: up, values: 1y3}
          promql: x
        """);
    assertEquals(
        List.of(
            "t.yml:4:6: tests[0].input_series[0].series: \"up{job=~\"a\"}\" does not give each"
                + " label a value; correct the series or its values",
            "t.yml:5:6: tests[0].input_series[1].series: \"1y3\" is not a value; correct the"
                + " series or its values",
            "t.yml:6:3: tests[0].promql: is unknown; remove it or use one of name, interval,"
                + " input_series, alert_rule_test, promql_expr_test",
            "t.yml: rule_files: other.yml does not exist; fix the path"),
        problems.list().stream().map(Problem::toString).toList());
  }

  @Test
  void readsTheNotationOfValues() {
    assertEquals(
        Arrays.asList(1.0, 0.0, 10.0, 20.0, 5.0, 4.0, 7.0, 7.0, null, null, null, -2.5),
        InputValues.parse("1 0+10x2 5-1x1 7x1 _ _x2 -2.5"));
    assertTrue(Staleness.isMarker(InputValues.parse("stale").getFirst()));
    assertEquals(List.of(Double.NEGATIVE_INFINITY), InputValues.parse("-Inf"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1+", "x3", "1x", "a", "1+2", "__", "0x999999"})
  void refusesWhatIsNoValue(String text) {
    assertThrows(IllegalArgumentException.class, () -> InputValues.parse(text));
  }
}
