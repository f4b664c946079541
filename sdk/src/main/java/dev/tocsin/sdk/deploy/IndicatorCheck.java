package dev.tocsin.sdk.deploy;

import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOutcome;

final class IndicatorCheck implements SmokeCheck {

  private final HealthIndicator indicator;

  IndicatorCheck(HealthIndicator indicator) {
    this.indicator = indicator;
  }

  @Override
  public SmokeOutcome run() throws InterruptedException {
    try {
      return judge(indicator.check());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return SmokeOutcome.failedByDependency(e.getClass().getSimpleName());
    }
  }

  private static SmokeOutcome judge(HealthOutcome outcome) {
    return switch (outcome.status()) {
      case UP -> SmokeOutcome.passed();
      case NOT_CONFIGURED -> SmokeOutcome.skipped(outcome.reason());
      case DEGRADED, DOWN ->
          SmokeOutcome.failedByDependency(outcome.status() + ": " + outcome.reason());
    };
  }
}
