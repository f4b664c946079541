package dev.tocsin.sdk.alert;

import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.lifecycle.StuckWork;
import dev.tocsin.sdk.lifecycle.StuckWorkAlerts;
import dev.tocsin.sdk.ops.Verdict;
import java.util.Map;

/// Stuck work as a fallback that lasts until none is left, and that calls a person: P1 where the
/// stage says RED, else P2.
final class StuckWorkRaiser implements StuckWorkAlerts {

  private final Fallbacks fallbacks;

  StuckWorkRaiser(Fallbacks fallbacks) {
    this.fallbacks = fallbacks;
  }

  @Override
  public void raise(StuckWork work) {
    boolean red = work.stage().whenStuck() == Verdict.RED;
    fallbacks.alertUntilResolved(
        work.alertKey(),
        red ? FallbackSeverity.CRITICAL : FallbackSeverity.WARNING,
        "%d of %s stuck in %s, the oldest for %d s (limit %d s). %s"
            .formatted(
                work.stuck(),
                work.lifecycle(),
                work.stage().name(),
                work.oldestAge().toSeconds(),
                work.stage().ageLimit().toSeconds(),
                work.stage().suggestedAction()),
        Map.of(
            "lifecycle",
            work.lifecycle(),
            "stage",
            work.stage().name(),
            "list",
            "/ops/work/" + work.lifecycle()));
  }

  @Override
  public void clear(StuckWork work) {
    fallbacks.resolve(work.alertKey());
  }
}
