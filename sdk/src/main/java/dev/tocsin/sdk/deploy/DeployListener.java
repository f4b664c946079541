package dev.tocsin.sdk.deploy;

/// Hears of failed smoke tests after a deployment, before the process exits: the place to send the
/// critical error on. The exit waits a few seconds for all listeners together, not longer.
@FunctionalInterface
public interface DeployListener {

  void failed(SmokeReport report, RollbackDecision decision);

  /// Hears that a later run of the same process passed, such as one that an operator asked for.
  default void passedAgain(SmokeReport report) {}
}
