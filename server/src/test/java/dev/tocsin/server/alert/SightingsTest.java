package dev.tocsin.server.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.promql.PromQl;
import dev.tocsin.series.Labels;
import dev.tocsin.server.rule.AlertRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SightingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "up == 0                                             | == 0",
        "a / b > 0.02                                        | > 0.02",
        "a > 10 and delta(a[2m]) > 0                         | > 10, > 0",
        "rate(a[5m]) > 5 * (rate(a[1h] offset 5m) or 0 * b)  | > 5 times the usual",
        "sum by (job) (sign) >= 2                            | >= 2",
        "a > b                                               | ''",
      })
  void anAlertKnowsTheThresholdOfItsCondition(String condition, String threshold) {
    assertEquals(threshold, annotations(condition, Map.of()).getOrDefault("threshold", ""));
  }

  @Test
  void whatTheRuleItselfWritesStands() {
    assertEquals("none", annotations("up == 0", Map.of("threshold", "none")).get("threshold"));
  }

  private static Map<String, String> annotations(String condition, Map<String, String> own) {
    var rule =
        new AlertRule(
            "g",
            "Down",
            PromQl.parse(condition),
            condition,
            Duration.ZERO,
            Duration.ZERO,
            Map.of(),
            own,
            "r.yml:1");
    var sample = new InstantSample(Labels.of("job", "shop"), 0, 0);
    return new Sightings(rule).of(List.of(sample)).getFirst().annotations();
  }
}
