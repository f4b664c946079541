package dev.tocsin.sdk.alert;

import dev.tocsin.sdk.deploy.DeployListener;
import dev.tocsin.sdk.deploy.RollbackDecision;
import dev.tocsin.sdk.deploy.SmokeReport;
import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import java.util.Map;

/// A release whose smoke tests failed is broken until they pass, however long nobody runs them.
final class SmokeRaiser implements DeployListener {

  private final Fallbacks fallbacks;

  SmokeRaiser(Fallbacks fallbacks) {
    this.fallbacks = fallbacks;
  }

  @Override
  public void failed(SmokeReport report, RollbackDecision decision) {
    fallbacks.raiseUntilResolved(
        FeatureAlerts.SMOKE_KEY,
        FallbackSeverity.CRITICAL,
        "The smoke tests of the release failed: " + report.failures(),
        Map.of("decision", decision.reason()));
  }

  @Override
  public void passedAgain(SmokeReport report) {
    fallbacks.resolve(FeatureAlerts.SMOKE_KEY);
  }
}
