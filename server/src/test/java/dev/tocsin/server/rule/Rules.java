package dev.tocsin.server.rule;

import dev.tocsin.promql.PromQl;
import java.time.Duration;
import java.util.Map;

/// Rules for tests.
public final class Rules {
  private Rules() {}

  public static AlertRule alert(String name, Duration hold, Duration keepFiring) {
    return alert(name, hold, keepFiring, Map.of());
  }

  public static AlertRule alert(
      String name, Duration hold, Duration keepFiring, Map<String, String> annotations) {
    return new AlertRule(
        "group",
        name,
        PromQl.parse("up == 0"),
        "up == 0",
        hold,
        keepFiring,
        Map.of("severity", "P1"),
        annotations,
        "rules.yml:3");
  }
}
