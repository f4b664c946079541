package dev.tocsin.server.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.ast.Expr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          up == 0                                        | up == bool 0
          rate(errors_total[5m]) / rate(all_total[5m]) > 0.1 | rate(errors_total[5m]) / rate(all_total[5m]) > bool 0.1
          sum by (job) (up == 0) > 2                     | sum by (job) (up == bool 0) > bool 2
          depth > 10 and delta(depth[2m]) > 0            | depth > bool 10 and delta(depth[2m]) > bool 0
          a > 1 or b > 2                                 | a > bool 1 or b > bool 2
          a > 1 unless b > 2                             | a > bool 1
          a > 1 and on (job) ALERTS{alertname="B"}       | a > bool 1
          count(ALERTS{alertstate="firing"}) > 1         | always
          absent(up)                                     | always
          absent(up) and a > 1                           | always
          absent(up) or a > 1                            | always
          max_over_time((up == 0)[5m:1m]) == 0           | max_over_time((up == bool 0)[5m:1m]) == bool 0
          vector(1)                                      | vector(1)
          """)
  void isTheConditionWithoutItsFilters(String condition, String presence) {
    var found = Presence.of(PromQl.parse(condition)).map(Expr::toString).orElse("always");
    assertEquals(presence, found);
  }
}
