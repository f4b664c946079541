package dev.tocsin.sdk.health;

/// The work of a check. It may block up to its indicator's timeout, then it is interrupted; an
/// exception counts as DOWN.
@FunctionalInterface
public interface HealthCheck {

  HealthOutcome check() throws Exception;
}
