package dev.tocsin.sdk.guard;

import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.CounterFamily;
import java.util.Map;
import java.util.concurrent.Callable;

/// A control (a frequency cap in Redis) that a policy stands in for while it cannot be asked.
public final class DegradedControl {

  private final String fallbackKey;
  private final DegradedModePolicy policy;
  private final CounterFamily events;
  private final Fallbacks fallbacks;
  private volatile boolean degraded;

  /// @param fallbackKey is active while the policy decides: `ads.viewer-controls.unavailable`
  /// @param events counts decisions by policy, with the one label `policy`:
  ///   `ads_degraded_control_events_total`
  public DegradedControl(
      String fallbackKey, DegradedModePolicy policy, CounterFamily events, Fallbacks fallbacks) {
    this.fallbackKey = fallbackKey;
    this.policy = policy;
    this.events = events;
    this.fallbacks = fallbacks;
    events.declare(policy.label());
  }

  public String fallbackKey() {
    return fallbackKey;
  }

  public DegradedModePolicy policy() {
    return policy;
  }

  /// Asks the control; when that throws, the policy answers.
  public boolean permits(Callable<Boolean> control) {
    boolean permitted;
    try {
      permitted = control.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return decide(e);
    } catch (Exception e) {
      return decide(e);
    }
    if (degraded) {
      degraded = false;
      fallbacks.resolve(fallbackKey);
    }
    return permitted;
  }

  private boolean decide(Exception cause) {
    degraded = true;
    events.increment(policy.label());
    fallbacks.raise(
        fallbackKey,
        FallbackSeverity.WARNING,
        "The control cannot be asked; the policy " + policy.label() + " decides.",
        Map.of("policy", policy.label(), "cause", cause.getClass().getSimpleName()));
    return policy == DegradedModePolicy.FAIL_OPEN;
  }
}
