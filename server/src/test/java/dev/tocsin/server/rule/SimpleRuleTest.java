package dev.tocsin.server.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimpleRuleTest {
  private static SimpleRule rule(
      String metric, SimpleRule.Kind kind, AlertCondition condition, String threshold) {
    return new SimpleRule(
        "Rule",
        new SimpleRule.Signal(metric, kind, Map.of(), Duration.ofSeconds(120)),
        new SimpleRule.Test(condition, new BigDecimal(threshold), Duration.ofSeconds(60)),
        Duration.ofMinutes(30),
        "P1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GAUGE     | EQ  | 0       | health == 0
          GAUGE     | GT  | 5E+8    | health > 500000000
          GAUGE     | LTE | 0.0001  | health <= 0.0001
          COUNTER   | GT  | 0.05    | rate(health[2m]) > 0.05 and health offset 2m
          HISTOGRAM | GTE | 5.0     | histogram_quantile(0.99, sum without (instance) (rate(health_bucket[2m]))) >= 5.0
          """)
  void compilesToAnExpression(
      SimpleRule.Kind kind, AlertCondition condition, String threshold, String expression) {
    assertEquals(expression, rule("health", kind, condition, threshold).promQl());
  }

  @Test
  void becomesAnAlertRuleWithItsCooldown() {
    var rule = rule("up", SimpleRule.Kind.GAUGE, AlertCondition.LT, "1").compiled("simple", "db:7");
    assertEquals("up < 1", rule.expr().toString());
    assertEquals(Duration.ofSeconds(60), rule.hold());
    assertEquals(Map.of("severity", "P1"), rule.labels());
    assertEquals("30m", rule.annotations().get(AlertRule.COOLDOWN));
  }

  @Test
  void quotesLabelValues() {
    var signal =
        new SimpleRule.Signal(
            "up", SimpleRule.Kind.GAUGE, Map.of("path", "a\"b\\c"), Duration.ZERO);
    var test = new SimpleRule.Test(AlertCondition.EQ, BigDecimal.ZERO, Duration.ZERO);
    var rule = new SimpleRule("Rule", signal, test, Duration.ZERO, "P2");
    assertEquals("up{path=\"a\\\"b\\\\c\"} == 0", rule.promQl());
    assertEquals(rule.promQl(), rule.compiled("simple", "db:7").expr().toString());
  }

  @Test
  void refusesWhatIsNoMetricAndACounterWithoutWindow() {
    assertThrows(
        IllegalArgumentException.class,
        () -> rule("up) or (down", SimpleRule.Kind.GAUGE, AlertCondition.EQ, "0"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SimpleRule.Signal("up", SimpleRule.Kind.COUNTER, Map.of(), Duration.ZERO));
  }
}
