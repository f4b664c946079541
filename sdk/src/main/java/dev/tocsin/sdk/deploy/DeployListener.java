package dev.tocsin.sdk.deploy;

/// Hears of failed smoke tests after a deployment, before the process exits: the place to send the
/// critical error on. The exit waits a few seconds for all listeners together, not longer.
@FunctionalInterface
public interface DeployListener {

  void failed(SmokeReport report, RollbackDecision decision);
}
