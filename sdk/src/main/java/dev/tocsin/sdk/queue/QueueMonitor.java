package dev.tocsin.sdk.queue;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.metrics.WorkMetrics;
import dev.tocsin.sdk.ops.OpsJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// All queues of an application: looks at each on an interval and publishes `queue_depth`,
/// `queue_oldest_age_seconds` and `queue_dead_letters`. A queue that cannot be looked at has no
/// figures; it never looks empty.
public final class QueueMonitor implements AutoCloseable {

  /// How often each queue is looked at, unless told otherwise.
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(15);

  private static final int MAX_QUEUES = 100;
  private static final int THREADS = 2;
  private static final int INTERVALS_UNTIL_STALE = 3;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private final Telemetry telemetry;
  private final WorkMetrics work;
  private final InstantSource clock;
  private final Duration interval;
  private final GaugeFamily deadLetters;
  private final CounterFamily failures;
  private final Map<String, QueueWatch> watches = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService lookers =
      Executors.newScheduledThreadPool(THREADS, QueueMonitor::thread);

  public QueueMonitor(
      Telemetry telemetry, WorkMetrics work, InstantSource clock, Duration interval) {
    this.telemetry = telemetry;
    this.work = work;
    this.clock = clock;
    this.interval = interval;
    this.deadLetters =
        telemetry.gauge(
            "queue_dead_letters", "Dead letters that wait for a decision, by queue.", "queue");
    this.failures =
        telemetry.counter(
            "queue_figures_failed_total", "Looks at a queue that failed, by queue.", "queue");
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tocsin-queues");
    thread.setDaemon(true);
    return thread;
  }

  /// Puts a queue under watch.
  ///
  /// @throws IllegalArgumentException when the name is malformed or taken
  public synchronized void register(MonitoredQueue queue) {
    String name = queue.name();
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The name of a queue must have 1 to 100 characters out of A-Z, a-z, 0-9, '.', '_', '-',"
              + " but was '"
              + name
              + "'.");
    }
    if (watches.containsKey(name) || watches.size() == MAX_QUEUES) {
      throw new IllegalArgumentException(
          "The queue '"
              + name
              + "' is registered already, or there are "
              + MAX_QUEUES
              + " queues: give each queue one name and register it once.");
    }
    Duration goodFor = interval.multipliedBy(INTERVALS_UNTIL_STALE);
    QueueWatch watch = new QueueWatch(queue, clock, goodFor, () -> failures.increment(name));
    watches.put(name, watch);
    publish(name, watch);
    ScheduledFuture<?> unused =
        lookers.scheduleWithFixedDelay(watch::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void publish(String name, QueueWatch watch) {
    work.observeQueue(
        name,
        () -> watch.figure(QueueFigures::depth),
        () -> watch.figure(figures -> OpsJson.seconds(figures.oldestAge())));
    deadLetters.observe(() -> watch.figure(QueueFigures::deadLetters), name);
    watch
        .queue()
        .deadLetterMetric()
        .ifPresent(
            metric ->
                telemetry
                    .gauge(metric, "Dead letters of " + name + " that wait for a decision.")
                    .observe(() -> watch.figure(QueueFigures::deadLetters)));
  }

  /// The queue of this name.
  public Optional<MonitoredQueue> find(String name) {
    return watch(name).map(QueueWatch::queue);
  }

  Optional<QueueWatch> watch(String name) {
    return Optional.ofNullable(watches.get(name));
  }

  List<QueueView> views() {
    return watches.values().stream().map(QueueWatch::current).toList();
  }

  @Override
  public void close() {
    lookers.shutdownNow();
  }
}
