package dev.tocsin.sdk.deploy;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides whether failed smoke tests end the process, and keeps the exits from becoming a crash
/// loop: an exit is written down before it happens, only so many are made in a window, and one that
/// cannot be written down is not made.
public final class RollbackGuard {

  private static final Logger LOG = LoggerFactory.getLogger(RollbackGuard.class);

  private final RollbackOptions options;
  private final InstantSource clock;
  private final ExitHistory history;

  public RollbackGuard(RollbackOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    this.history = new ExitHistory(options.historyFile());
  }

  /// The decision on a failed run. An [RollbackDecision.Exit] is already in the history.
  public RollbackDecision decide(SmokeReport report) {
    if (!options.enabled()) {
      return new RollbackDecision.Stay("AUTO_ROLLBACK_ENABLED is not true");
    }
    if (options.sharedFailures() == RollbackOptions.SharedFailures.EXCLUDE
        && report.onlySharedDependenciesFailed()) {
      return new RollbackDecision.Stay(
          "only dependencies failed that other replicas share, and those are excluded");
    }
    try {
      return decideByHistory(report);
    } catch (IOException e) {
      LOG.debug("The history of exits cannot be used", e);
      return new RollbackDecision.Stay(
          "the history of exits at "
              + history.path()
              + " cannot be used ("
              + e.getClass().getSimpleName()
              + "), and without it a crash loop could not be seen; put it on a writable volume");
    }
  }

  /// When and why a former process exited, the latest one.
  public Optional<String> formerExit() {
    try {
      List<ExitHistory.Exit> exits = history.all();
      return exits.isEmpty() ? Optional.empty() : Optional.of(text(exits.get(exits.size() - 1)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String text(ExitHistory.Exit exit) {
    return exit.at() + ": " + exit.reason();
  }

  private RollbackDecision decideByHistory(SmokeReport report) throws IOException {
    Instant now = clock.instant();
    Instant windowStart = now.minus(options.window());
    long recent = history.all().stream().filter(exit -> exit.at().isAfter(windowStart)).count();
    if (recent >= options.maxExits()) {
      return new RollbackDecision.Stay(
          recent
              + " exits within "
              + options.window()
              + " did not help, so this is a crash loop and needs a person; the exits are in "
              + history.path());
    }
    history.add(new ExitHistory.Exit(now, report.failures()));
    return new RollbackDecision.Exit((int) recent + 1, report.failures());
  }
}
