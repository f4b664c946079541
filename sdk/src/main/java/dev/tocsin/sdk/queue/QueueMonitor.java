package dev.tocsin.sdk.queue;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.metrics.WorkMetrics;
import dev.tocsin.sdk.ops.OpsJson;
import dev.tocsin.sdk.watch.Watches;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// All queues of an application: looks at each on an interval and publishes `queue_depth`,
/// `queue_oldest_age_seconds` and `queue_dead_letters`. A queue that cannot be looked at has no
/// figures; it never looks empty.
public final class QueueMonitor implements AutoCloseable {

  /// How often each queue is looked at, unless told otherwise.
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(15);

  private static final int MAX_QUEUES = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private final Telemetry telemetry;
  private final WorkMetrics work;
  private final InstantSource clock;
  private final GaugeFamily deadLetters;
  private final CounterFamily failures;
  private final Watches<QueueWatch> watches;

  public QueueMonitor(
      Telemetry telemetry, WorkMetrics work, InstantSource clock, Duration interval) {
    this.telemetry = telemetry;
    this.work = work;
    this.clock = clock;
    this.watches = new Watches<>("queue", MAX_QUEUES, interval);
    this.deadLetters =
        telemetry.gauge(
            "queue_dead_letters", "Dead letters that wait for a decision, by queue.", "queue");
    this.failures =
        telemetry.counter(
            "queue_figures_failed_total", "Looks at a queue that failed, by queue.", "queue");
  }

  /// Puts a queue under watch.
  ///
  /// @throws IllegalArgumentException when the name is malformed or taken
  public void register(MonitoredQueue queue) {
    String name = queue.name();
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The name of a queue must have 1 to 100 characters out of A-Z, a-z, 0-9, '.', '_', '-',"
              + " but was '"
              + name
              + "'.");
    }
    QueueWatch watch =
        new QueueWatch(queue, clock, watches.goodFor(), () -> failures.increment(name));
    watches.add(name, watch, watch::look);
    publish(name, watch);
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
    return watches.find(name);
  }

  List<QueueView> views() {
    return watches.all().stream().map(QueueWatch::current).toList();
  }

  @Override
  public void close() {
    watches.close();
  }
}
