package dev.tocsin.sdk.deploy;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All smoke tests of an application. They run beside each other, each within a time limit; a
/// caller that comes during a run gets the results of that run.
///
/// Metrics: `deploy_smoke_tests_total{test,outcome}`, `deploy_smoke_passed` (1 or 0) and
/// `deploy_smoke_last_run_timestamp_seconds`, the latter two from the first run on.
public final class SmokeSuite implements AutoCloseable {

  /// How long a test may take, unless told otherwise.
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private static final int MAX_TESTS = 100;

  private final List<SmokeRun> runs = new ArrayList<>();
  private final InstantSource clock;
  private final CounterFamily outcomes;
  private final GaugeFamily passed;
  private final GaugeFamily lastRun;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "tocsin-smoke");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Consumer<SmokeReport>> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable SmokeReport last;
  private long finishedRuns;

  public SmokeSuite(
      List<SmokeTest> tests, Duration timeout, InstantSource clock, Telemetry telemetry) {
    this.clock = clock;
    Set<String> names = new HashSet<>();
    for (SmokeTest test : tests) {
      if (!names.add(test.name())) {
        throw new IllegalArgumentException(
            "Two smoke tests are named '" + test.name() + "'; give one another name.");
      }
      runs.add(new SmokeRun(test, timeout));
    }
    if (runs.size() > MAX_TESTS) {
      throw new IllegalArgumentException(
          "There are " + runs.size() + " smoke tests, more than " + MAX_TESTS + ".");
    }
    outcomes = telemetry.counter("deploy_smoke_tests_total", "Smoke tests run.", "test", "outcome");
    passed = telemetry.gauge("deploy_smoke_passed", "1 when the last smoke run passed, else 0.");
    lastRun =
        telemetry.gauge("deploy_smoke_last_run_timestamp_seconds", "When smoke tests last ended.");
  }

  /// Runs every test and waits for the results.
  public SmokeReport runSmokeTests() {
    long seen = finishedRuns();
    synchronized (runs) {
      SmokeReport meanwhile = last;
      if (meanwhile != null && finishedRuns() > seen) {
        return meanwhile;
      }
      SmokeReport report = runAll();
      publish(report);
      listeners.forEach(listener -> listener.accept(report));
      return report;
    }
  }

  /// Adds somebody who hears of each run, on the thread that ran it.
  void afterEach(Consumer<SmokeReport> listener) {
    listeners.add(listener);
  }

  /// The results of the last run.
  public Optional<SmokeReport> lastReport() {
    return Optional.ofNullable(last);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }

  private SmokeReport runAll() {
    Instant startedAt = clock.instant();
    long beganNanos = System.nanoTime();
    runs.forEach(run -> run.begin(workers));
    List<SmokeResult> results = new ArrayList<>();
    for (SmokeRun run : runs) {
      results.add(run.result(beganNanos));
    }
    return new SmokeReport(startedAt, Duration.ofNanos(System.nanoTime() - beganNanos), results);
  }

  private void publish(SmokeReport report) {
    for (SmokeResult result : report.results()) {
      outcomes.increment(result.test(), result.verdict().word());
    }
    passed.set(report.passed() ? 1 : 0);
    lastRun.set((double) clock.instant().getEpochSecond());
    last = report;
    countRun();
  }

  private synchronized long finishedRuns() {
    return finishedRuns;
  }

  private synchronized void countRun() {
    finishedRuns++;
  }
}
