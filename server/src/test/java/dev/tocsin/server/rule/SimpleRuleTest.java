package dev.tocsin.server.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tocsin.promql.PromQl;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimpleRuleTest {
  private static SimpleRule rule(
      SimpleRule.Signal signal, AlertCondition condition, String threshold) {
    var test = SimpleRule.Test.of(condition, new BigDecimal(threshold), Duration.ofMinutes(1));
    return new SimpleRule(
        "Rule", "", signal, test, SimpleRule.Notice.of("P1", Duration.ofMinutes(30)), true);
  }

  private static SimpleRule rule(
      String metric, SimpleRule.Kind kind, AlertCondition condition, String threshold) {
    var signal =
        new SimpleRule.Signal(
            metric, kind, Map.of(), Duration.ofMinutes(2), "all_total", List.of("job"));
    return rule(signal, condition, threshold);
  }

  private static AlertRule compiled(SimpleRule rule) {
    return (AlertRule) rule.compiled("7", 10).rules().getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GAUGE       | EQ  | 0       | health == 0
          GAUGE       | GT  | 5E+8    | health > 500000000
          GAUGE       | LTE | 0.0001  | health <= 0.0001
          COUNTER     | GT  | 0.05    | rate(health[2m]) > 0.05 and health offset 2m
          HISTOGRAM   | GTE | 5.0     | histogram_quantile(0.99, sum by (job, le) (rate(health_bucket[2m]))) >= 5.0
          RATIO       | GT  | 0.05    | sum by (job) (rate(health[2m])) / sum by (job) (rate(all_total[2m])) > 0.05
          ABSENCE     | EQ  | 1       | absent_over_time(health[2m])
          CONSECUTIVE | EQ  | 0       | min_over_time(health[2m]) == 0 and max_over_time(health[2m]) == 0 and count_over_time(health[2m]) >= 1
          CONSECUTIVE | GT  | 3       | min_over_time(health[2m]) > 3 and count_over_time(health[2m]) >= 1
          CONSECUTIVE | LT  | 3       | max_over_time(health[2m]) < 3 and count_over_time(health[2m]) >= 1
          GROWTH      | GT  | 10      | delta(health[2m]) > 10 and resets(health[2m]) == 0
          AGE         | GT  | 600     | time() - max by (job) (health) > 600
          """)
  void compilesToAnExpression(
      SimpleRule.Kind kind, AlertCondition condition, String threshold, String expression) {
    var rule = rule("health", kind, condition, threshold);
    assertEquals(expression, rule.promQl());
    assertEquals(PromQl.parse(expression).toString(), compiled(rule).expr().toString());
    assertEquals(rule.valueQl(), PromQl.parse(rule.valueQl()).toString());
  }

  @Test
  void withoutLabelsToKeepAHistogramIsJudgedOverAllInstances() {
    var signal =
        SimpleRule.Signal.of("health", SimpleRule.Kind.HISTOGRAM, Map.of(), Duration.ofMinutes(2));
    assertEquals(
        "histogram_quantile(0.99, sum without (instance) (rate(health_bucket[2m]))) > 1",
        rule(signal, AlertCondition.GT, "1").promQl());
  }

  @Test
  void becomesAnAlertRuleWithItsCooldownAndItsTexts() {
    var rule = compiled(rule("up", SimpleRule.Kind.GAUGE, AlertCondition.LT, "1"));
    assertEquals("up < 1", rule.expr().toString());
    assertEquals(Duration.ofMinutes(1), rule.hold());
    assertEquals(Map.of("severity", "P1"), rule.labels());
    assertEquals("30m", rule.annotations().get(AlertRule.COOLDOWN));
    assertEquals("1", rule.annotations().get("threshold"));
    assertEquals("Rule: {{ $value | humanize }}", rule.annotations().get("summary"));
    assertEquals("up is < 1 for 1m", rule.annotations().get("description"));
    assertEquals("/admin/rules/7", rule.annotations().get("dashboard_url"));
  }

  @Test
  void isEvaluatedAtLeastAsOftenAsItsConditionMustHold() {
    var signal = SimpleRule.Signal.of("up", SimpleRule.Kind.GAUGE, Map.of(), Duration.ZERO);
    var notice = SimpleRule.Notice.of("P1", Duration.ZERO);
    var test =
        new SimpleRule.Test(
            AlertCondition.EQ,
            BigDecimal.ZERO,
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            null,
            1);
    var rule = new SimpleRule("Redis", "", signal, test, notice, true);
    assertEquals(Duration.ofSeconds(30), rule.compiled("7", 10).interval());
  }

  @Test
  void aRecoveryThresholdKeepsItFiring() {
    var signal = SimpleRule.Signal.of("depth", SimpleRule.Kind.GAUGE, Map.of(), Duration.ZERO);
    var notice = SimpleRule.Notice.of("P1", Duration.ZERO);
    var test =
        new SimpleRule.Test(
            AlertCondition.GT,
            new BigDecimal("100"),
            Duration.ZERO,
            Duration.ofMinutes(1),
            new BigDecimal("80"),
            1);
    var rule = compiled(new SimpleRule("Deep", "", signal, test, notice, true));
    assertEquals("depth > 80", rule.keepFiringWhile().orElseThrow().toString());
  }

  @Test
  void quotesLabelValues() {
    var signal =
        SimpleRule.Signal.of("up", SimpleRule.Kind.GAUGE, Map.of("path", "a\"b\\c"), Duration.ZERO);
    var rule = rule(signal, AlertCondition.EQ, "0");
    assertEquals("up{path=\"a\\\"b\\\\c\"} == 0", rule.promQl());
    assertEquals(rule.promQl(), compiled(rule).expr().toString());
  }

  @Test
  void refusesWhatIsNoMetricAndACounterWithoutWindow() {
    assertThrows(
        IllegalArgumentException.class,
        () -> rule("up) or (down", SimpleRule.Kind.GAUGE, AlertCondition.EQ, "0"));
    assertThrows(
        IllegalArgumentException.class,
        () -> SimpleRule.Signal.of("up", SimpleRule.Kind.COUNTER, Map.of(), Duration.ZERO));
  }
}
