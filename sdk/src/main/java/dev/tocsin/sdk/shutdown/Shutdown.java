package dev.tocsin.sdk.shutdown;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of a process: named steps in the order of their phases, within one total limit.
///
/// Steps of a phase run one after the other: the application's own in the order in which they were
/// added, then the SDK's in the order of [ShutdownPart]. A step that fails or hangs is logged and
/// left behind. The last fifth of the limit belongs to [ShutdownPhase#FLUSH] and
/// [ShutdownPhase#CLOSE]: a request that never ends cannot cost the error report that tells of it.
///
/// Without a framework, [#install()] runs everything when the JVM is told to end (SIGTERM, SIGINT,
/// `System.exit`). A framework with phases of its own calls [#run(ShutdownPhase)] from them.
public final class Shutdown {

  /// The total limit, unless told otherwise: what Kubernetes grants before it kills.
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

  /// The exit status of a process that had to be halted because its end hung.
  public static final int HALTED = 1;

  /// What a halt waits beyond the limit, so that steps which keep the limit are not cut off.
  private static final Duration HALT_GRACE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
  private static final double SHARE_BEFORE_FLUSH = 0.8;
  private static final Comparator<Named> ORDER =
      Comparator.comparing(Named::part, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final Duration limit;
  private final Map<ShutdownPhase, List<Named>> steps = new EnumMap<>(ShutdownPhase.class);
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final AtomicBoolean exiting = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean begun;
  private volatile long begunNanos;

  /// @param limit for everything together; must be positive
  public Shutdown(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException("The limit of a shutdown must be positive: " + limit);
    }
    this.limit = limit;
    for (ShutdownPhase phase : ShutdownPhase.values()) {
      steps.put(phase, new ArrayList<>());
    }
  }

  /// Adds a step at the end of its phase.
  public Shutdown add(ShutdownPhase phase, String name, ShutdownStep step) {
    synchronized (steps) {
      stepsOf(phase).add(new Named(name, step, null));
    }
    return this;
  }

  /// Adds a part of the SDK at its place.
  public Shutdown add(ShutdownPart part, ShutdownStep step) {
    synchronized (steps) {
      stepsOf(part.phase()).add(new Named(part.text(), step, part));
    }
    return this;
  }

  /// Runs all phases when the JVM is told to end.
  public void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> run("the JVM ends"), "tocsin-shutdown"));
  }

  /// Whether the end has begun. Readiness answers 503 from then on.
  public boolean begun() {
    return begun;
  }

  /// Begins the end: from now on the limit counts. A second call does nothing.
  public synchronized void begin(String reason) {
    if (!begun) {
      begunNanos = System.nanoTime();
      begun = true;
      LOG.info("Shutting down, {}; at most {} s are left", reason, limit.toSeconds());
    }
  }

  /// Runs all phases, once: whoever calls later waits for the end of the first run.
  public void run(String reason) {
    if (!claimed.compareAndSet(false, true)) {
      awaitEnd();
      return;
    }
    begin(reason);
    try {
      for (ShutdownPhase phase : ShutdownPhase.values()) {
        run(phase);
      }
    } finally {
      finished.countDown();
    }
  }

  /// Runs the steps of one phase.
  public void run(ShutdownPhase phase) {
    begin("phase " + phase);
    List<Named> due;
    synchronized (steps) {
      due = stepsOf(phase).stream().sorted(ORDER).toList();
    }
    for (int i = 0; i < due.size(); i++) {
      run(due.get(i), share(phase, due.size() - i));
    }
  }

  /// While flushing, the steps to come share what is left, so that one receiver that hangs does not
  /// cost the others their time.
  private Duration share(ShutdownPhase phase, int stepsToCome) {
    Duration left = left(phase);
    return phase == ShutdownPhase.FLUSH ? left.dividedBy(stepsToCome) : left;
  }

  /// Ends the process with this status, from a thread of its own: the hooks of the JVM run and with
  /// them this shutdown. A process whose hooks hang is halted.
  public void exit(int status, String reason) {
    if (!exiting.compareAndSet(false, true)) {
      return;
    }
    begin(reason);
    haltIfHanging(status);
    Thread exit = new Thread(() -> Runtime.getRuntime().exit(status), "tocsin-exit");
    exit.setDaemon(true);
    exit.start();
  }

  /// The share of the limit that phases before [ShutdownPhase#FLUSH] have together.
  public Duration limitBeforeFlush() {
    return Duration.ofNanos((long) (limit.toNanos() * SHARE_BEFORE_FLUSH));
  }

  /// Bounds the end of the process as a whole, if it is the process that ends and not only, say, an
  /// application context within it.
  public void haltIfProcessEnds() {
    Thread probe = new Thread(() -> {}, "tocsin-probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      boolean unused = Runtime.getRuntime().removeShutdownHook(probe);
    } catch (IllegalStateException alreadyEnding) {
      haltIfHanging(HALTED);
    }
  }

  /// Halts the process if it still lives a little after the limit.
  private void haltIfHanging(int status) {
    Thread halt =
        new Thread(
            () -> {
              try {
                TimeUnit.NANOSECONDS.sleep(limit.plus(HALT_GRACE).toNanos());
                Runtime.getRuntime().halt(status);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "tocsin-halt");
    halt.setDaemon(true);
    halt.start();
  }

  private List<Named> stepsOf(ShutdownPhase phase) {
    return steps.computeIfAbsent(phase, any -> new ArrayList<>());
  }

  private Duration left(ShutdownPhase phase) {
    boolean flushing = phase.compareTo(ShutdownPhase.FLUSH) >= 0;
    long granted = flushing ? limit.toNanos() : limitBeforeFlush().toNanos();
    return Duration.ofNanos(Math.max(0, granted - (System.nanoTime() - begunNanos)));
  }

  private static void run(Named step, Duration left) {
    if (left.isZero()) {
      LOG.warn("No time is left for the shutdown step '{}'", step.name());
      return;
    }
    Thread worker = new Thread(() -> perform(step, left), "tocsin-shutdown-" + step.name());
    worker.setDaemon(true);
    worker.start();
    try {
      worker.join(Math.max(1, left.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (worker.isAlive()) {
      LOG.warn(
          "Shutdown step '{}' did not end in {} ms and is left behind",
          step.name(),
          left.toMillis());
      worker.interrupt();
    }
  }

  private static void perform(Named step, Duration left) {
    try {
      step.step().run(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.error("Shutdown step '{}' failed", step.name(), e);
    }
  }

  private void awaitEnd() {
    try {
      boolean unused = finished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @param part absent for a step of the application
  private record Named(String name, ShutdownStep step, @Nullable ShutdownPart part) {}
}
