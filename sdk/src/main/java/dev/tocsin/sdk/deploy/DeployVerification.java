package dev.tocsin.sdk.deploy;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the smoke tests once, a while after the boot and without delaying it, logs the results, and
/// ends the process when the guard says so.
///
/// Metric: `deploy_rollback_decisions_total{decision}` with `exit` and `stay`.
public final class DeployVerification implements AutoCloseable {

  /// How long after the boot, unless told otherwise.
  public static final Duration DEFAULT_DELAY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(DeployVerification.class);
  private static final Duration LISTENER_LIMIT = Duration.ofSeconds(5);
  private static final int FAILED = 1;

  private final SmokeSuite suite;
  private final RollbackGuard guard;
  private final List<DeployListener> listeners;
  private final IntConsumer exit;
  private final CounterFamily decisions;
  private final AtomicBoolean toldOfFailure = new AtomicBoolean();
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2,
          work -> {
            Thread thread = new Thread(work, "tocsin-deploy");
            thread.setDaemon(true);
            return thread;
          });

  /// @param exit ends the process with the code; [ProcessExit] in production
  public DeployVerification(
      SmokeSuite suite,
      RollbackGuard guard,
      List<DeployListener> listeners,
      Telemetry telemetry,
      IntConsumer exit) {
    this.suite = suite;
    this.guard = guard;
    this.listeners = List.copyOf(listeners);
    this.exit = exit;
    this.decisions =
        telemetry.counter(
            "deploy_rollback_decisions_total", "What followed failed smoke tests.", "decision");
    suite.afterEach(this::tellOfRecovery);
    decisions.declare("exit");
    decisions.declare("stay");
  }

  /// The application has booted; returns at once.
  public void bootedNow(Duration delay) {
    Future<?> unused = timer.schedule(this::verify, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void verify() {
    try {
      guard.formerExit().ifPresent(text -> LOG.warn("A former process gave up at {}", text));
      judge(suite.runSmokeTests());
    } catch (RuntimeException e) {
      LOG.error("The smoke tests could not be run", e);
    }
  }

  private void judge(SmokeReport report) {
    String verdict = report.verdict().word();
    if (report.verdict() != SmokeVerdict.FAILED) {
      LOG.info("Smoke tests {}: {}", verdict, report.json());
      return;
    }
    LOG.error("Smoke tests {}: {}", verdict, report.json());
    RollbackDecision decision = guard.decide(report);
    if (decision instanceof RollbackDecision.Exit leaving) {
      LOG.error(
          "CRITICAL: the release failed its smoke tests and exits with code {} (exit {} of the"
              + " window): {}",
          FAILED,
          leaving.attempt(),
          leaving.reason());
      decisions.increment("exit");
      tell(report, decision);
      exit.accept(FAILED);
    } else {
      LOG.error("CRITICAL: smoke tests failed; it keeps running, because {}", decision.reason());
      decisions.increment("stay");
      tell(report, decision);
    }
  }

  private void tellOfRecovery(SmokeReport report) {
    if (report.passed() && toldOfFailure.compareAndSet(true, false)) {
      listeners.forEach(each -> guarded(() -> each.passedAgain(report)));
    }
  }

  private void tell(SmokeReport report, RollbackDecision decision) {
    toldOfFailure.set(true);
    Future<?> told =
        timer.submit(() -> listeners.forEach(each -> guarded(() -> each.failed(report, decision))));
    try {
      told.get(LISTENER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      told.cancel(true);
      LOG.warn("The listeners of the deployment took over {} and were left", LISTENER_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("BUG: a listener's failure was not caught", e);
    }
  }

  private static void guarded(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      LOG.warn("A listener of the smoke tests failed", e);
    }
  }
}
