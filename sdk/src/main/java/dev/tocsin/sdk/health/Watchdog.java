package dev.tocsin.sdk.health;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Measures whether the process still gets its work done, instead of inferring it from the fact
/// that a probe was answered: how late its own timer runs, whether threads are deadlocked, and how
/// long work waits for the request executor.
public final class Watchdog implements AutoCloseable {

  private static final Duration DEADLOCK_SCAN_INTERVAL = Duration.ofSeconds(10);

  private final WatchdogOptions options;
  private final LongSupplier nanoTime;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<ExecutorProbe> probes = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("tocsin-watchdog"));
  private volatile boolean started;
  private volatile long lastTickNanos;
  private volatile long lastScanNanos;
  private volatile int deadlockedThreads;

  public Watchdog(WatchdogOptions options) {
    this(options, System::nanoTime);
  }

  Watchdog(WatchdogOptions options, LongSupplier nanoTime) {
    this.options = options;
    this.nanoTime = nanoTime;
  }

  /// Watches one more executor, usually the one that answers requests.
  public void watch(ExecutorProbe probe) {
    probes.add(probe);
  }

  /// Begins to look at the set interval; until then only executors are judged.
  public void start() {
    scanForDeadlocks();
    tick();
    long interval = options.interval().toNanos();
    Future<?> unused =
        ticker.scheduleAtFixedRate(this::look, interval, interval, TimeUnit.NANOSECONDS);
  }

  /// UP, or DOWN with everything that is wrong at this moment.
  public HealthOutcome outcome() {
    Duration lag = lag();
    Duration wait = oldestWait();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("schedulerLagMs", lag.toMillis());
    details.put("deadlockedThreads", deadlockedThreads);
    details.put("executorWaitMs", wait.toMillis());
    StringBuilder reason = new StringBuilder();
    if (lag.compareTo(options.maxLag()) > 0) {
      add(reason, "the scheduler is " + lag.toMillis() + " ms late");
    }
    if (deadlockedThreads > 0) {
      add(reason, deadlockedThreads + " threads are deadlocked");
    }
    if (wait.compareTo(options.maxExecutorWait()) > 0) {
      add(reason, "the request executor has taken no work for " + wait.toMillis() + " ms");
    }
    return reason.isEmpty()
        ? new HealthOutcome.Up(details)
        : new HealthOutcome.Down(reason.toString(), details);
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }

  void tick() {
    lastTickNanos = nanoTime.getAsLong();
    started = true;
  }

  void scanForDeadlocks() {
    long[] found = threads.findDeadlockedThreads();
    deadlockedThreads = found == null ? 0 : found.length;
    lastScanNanos = nanoTime.getAsLong();
  }

  private void look() {
    tick();
    // Keeps a canary on its way between two probes, so that a wait is measured from its begin.
    Duration unused = oldestWait();
    if (nanoTime.getAsLong() - lastScanNanos >= DEADLOCK_SCAN_INTERVAL.toNanos()) {
      scanForDeadlocks();
    }
  }

  private Duration lag() {
    if (!started) {
      return Duration.ZERO;
    }
    long lateNanos = nanoTime.getAsLong() - lastTickNanos - options.interval().toNanos();
    return Duration.ofNanos(Math.max(0, lateNanos));
  }

  private Duration oldestWait() {
    Duration oldest = Duration.ZERO;
    for (ExecutorProbe probe : probes) {
      Duration wait = probe.oldestWait();
      if (wait.compareTo(oldest) > 0) {
        oldest = wait;
      }
    }
    return oldest;
  }

  private static void add(StringBuilder reason, String finding) {
    if (!reason.isEmpty()) {
      reason.append("; ");
    }
    reason.append(finding);
  }
}
