package dev.tocsin.sdk.error;

import reactor.core.publisher.Hooks;

/// Sees failures that Reactor drops because their subscriber is gone. Needs `reactor-core`.
public final class ReactorFailures {

  private final FailureReporter reporter;

  public ReactorFailures(FailureReporter reporter) {
    this.reporter = reporter;
  }

  /// From now on dropped failures are reported; Reactor's own log line for them goes.
  public void install() {
    Hooks.onErrorDropped(
        failure ->
            reporter.report(Failure.of(failure, FailureOrigin.REACTOR, "dropped by Reactor")));
  }

  /// Reactor's own treatment is back.
  public void uninstall() {
    Hooks.resetOnErrorDropped();
  }
}
