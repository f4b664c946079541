package dev.tocsin.sdk.health;

import dev.tocsin.sdk.inquiry.InquiryThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the indicators and answers the health surfaces. Indicators of one surface run in parallel,
/// each with its own time limit, so a surface answers within the longest of them; results are
/// shared by concurrent callers and cached, so a flood of probes asks each dependency once per
/// cache time.
///
/// Call [#start()] once the application is wired: it begins the watchdog and the refresh.
public final class HealthEngine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HealthEngine.class);
  private static final String RESPONSIVENESS = "responsiveness";

  private final HealthOptions options;
  private final StartupGate startup;
  private final Watchdog watchdog;
  private final List<IndicatorRun> runs = new ArrayList<>();
  private final List<Consumer<IndicatorResult>> listeners = new CopyOnWriteArrayList<>();
  private final InquiryThreads threads = new InquiryThreads("tocsin-health");
  private final AtomicBoolean started = new AtomicBoolean();

  public HealthEngine(
      HealthOptions options, StartupGate startup, List<HealthIndicator> indicators) {
    this.options = options;
    this.startup = startup;
    this.watchdog = new Watchdog(options.watchdog());
    Set<String> names = new HashSet<>();
    for (HealthIndicator indicator : indicators) {
      if (!names.add(indicator.name())) {
        throw new IllegalArgumentException(
            "Two health indicators are named '" + indicator.name() + "'; give one another name.");
      }
      runs.add(new IndicatorRun(indicator, options.clock(), threads, this::publish));
    }
  }

  /// Begins the watchdog and the periodic refresh; a second call does nothing.
  public void start() {
    if (!started.compareAndSet(false, true)) {
      return;
    }
    watchdog.start();
    long interval = options.refreshInterval().toNanos();
    Future<?> unused =
        threads.timer().scheduleWithFixedDelay(this::refresh, 0, interval, TimeUnit.NANOSECONDS);
  }

  /// Judges responsiveness; add the executor that answers requests to it.
  public Watchdog watchdog() {
    return watchdog;
  }

  public StartupGate startupGate() {
    return startup;
  }

  /// Hears every finished check, on the thread that ran it.
  public void addListener(Consumer<IndicatorResult> listener) {
    listeners.add(listener);
  }

  /// `/health`: this process only, no downstream call.
  public HealthReport self() {
    return HealthReport.of(results(HealthEngine::ofProcess));
  }

  /// `/health/live`: memory and responsiveness; an outage elsewhere never shows here.
  public HealthReport live() {
    List<IndicatorResult> results = results(HealthEngine::ofProcess);
    long beganNanos = System.nanoTime();
    HealthOutcome outcome = watchdog.outcome();
    Duration latency = Duration.ofNanos(System.nanoTime() - beganNanos);
    results.add(
        new IndicatorResult(
            RESPONSIVENESS, Criticality.CRITICAL, outcome, latency, options.clock().instant()));
    return HealthReport.of(results);
  }

  /// `/health/ready`: this process and what it cannot serve without.
  public HealthReport ready() {
    return HealthReport.of(results(HealthEngine::ofReadiness));
  }

  /// `/health/startup`: DOWN until every start-up step is finished.
  public HealthReport startup() {
    return startup.report();
  }

  /// `/health/detailed`: every indicator.
  public HealthReport detailed() {
    return HealthReport.of(results(indicator -> true));
  }

  /// `/health/external`: the services outside of readiness.
  public HealthReport external() {
    return HealthReport.of(results(indicator -> indicator.scope() == HealthScope.EXTERNAL));
  }

  /// `/health/db` and `/health/redis`: the indicators of one kind.
  public HealthReport ofKind(IndicatorKind kind) {
    return HealthReport.of(results(indicator -> indicator.kind() == kind));
  }

  /// The time by which the ages of results are told.
  public Instant now() {
    return options.clock().instant();
  }

  /// `/healthz`: like [#self()], in the words of that surface.
  public HealthAnswer healthz() {
    HealthReport report = self();
    return new HealthAnswer(
        report.httpStatus(), HealthReport.write(report.redacted(word(report, true))));
  }

  /// `/readyz`: like [#ready()], with the indicators' public figures, and the block of the jobs
  /// when their heartbeat is required.
  public HealthAnswer readyz() {
    HealthReport report = ready();
    JobHeartbeat heartbeat = options.jobHeartbeat();
    boolean jobsFine = heartbeat == null || heartbeat.fresh();
    Map<String, Object> body = report.redacted(word(report, jobsFine));
    body.put("checks", checksWithFigures(report));
    if (heartbeat != null) {
      Map<String, Object> jobs = new LinkedHashMap<>();
      jobs.put("ok", jobsFine);
      jobs.put("age_seconds", heartbeat.age().toSeconds());
      jobs.put("threshold_seconds", heartbeat.threshold().toSeconds());
      body.put("jobs", jobs);
    }
    return new HealthAnswer(jobsFine ? report.httpStatus() : 503, HealthReport.write(body));
  }

  @Override
  public void close() {
    watchdog.close();
    threads.close();
  }

  private Map<String, Object> checksWithFigures(HealthReport report) {
    Map<String, Object> checks = new LinkedHashMap<>();
    for (IndicatorResult result : report.results()) {
      Map<String, Object> check = HealthReport.redacted(result);
      runs.stream()
          .filter(run -> run.indicator().name().equals(result.name()))
          .forEach(run -> check.putAll(run.indicator().publicFigures()));
      checks.put(result.name(), check);
    }
    return checks;
  }

  private static boolean ofProcess(HealthIndicator indicator) {
    return indicator.scope() == HealthScope.PROCESS;
  }

  private static boolean ofReadiness(HealthIndicator indicator) {
    return indicator.scope() != HealthScope.EXTERNAL;
  }

  private List<IndicatorResult> results(Predicate<HealthIndicator> wanted) {
    List<CompletableFuture<IndicatorResult>> asked = new ArrayList<>();
    for (IndicatorRun run : runs) {
      if (wanted.test(run.indicator())) {
        asked.add(run.result());
      }
    }
    List<IndicatorResult> results = new ArrayList<>();
    for (CompletableFuture<IndicatorResult> answer : asked) {
      results.add(answer.join());
    }
    return results;
  }

  private void refresh() {
    for (IndicatorRun run : runs) {
      CompletableFuture<IndicatorResult> unused = run.result();
    }
  }

  private void publish(IndicatorResult result) {
    for (Consumer<IndicatorResult> listener : listeners) {
      try {
        listener.accept(result);
      } catch (RuntimeException e) {
        LOG.warn("A listener failed on the health result of {}", result.name(), e);
      }
    }
  }

  private static String word(HealthReport report, boolean jobsFine) {
    return jobsFine && report.status() != HealthStatus.DOWN ? "healthy" : "unhealthy";
  }
}
