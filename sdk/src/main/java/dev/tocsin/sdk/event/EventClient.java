package dev.tocsin.sdk.event;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pushes events to the server: into memory at once, from there to disk, from there to the server
/// in batches. The host's request never waits and never fails: what does not fit is refused and
/// counted in `telemetry_dropped_total{sink="events"}`.
///
/// Publishes the four figures of the incident alert queue: `incident_alerts_pending`,
/// `incident_alerts_oldest_pending_age_seconds`, `incident_alerts_dead_letter`,
/// `incident_alerts_dropped_total`.
public final class EventClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventClient.class);
  private static final int BATCH_EVENTS = 500;
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final Duration DISK_PAUSE = Duration.ofSeconds(1);

  private final BlockingQueue<String> memory;
  private final Spool spool;
  private final AlertQueue alerts;
  private final EventSender sender;
  private final CounterFamily dropped;
  private final Progress progress = new Progress();
  private final Thread writer;
  private final Thread postman;
  private volatile boolean open = true;

  /// Opens the spool and goes on with what waits in it.
  ///
  /// @throws UncheckedIOException if the folder cannot be used
  public EventClient(EventOptions options, Telemetry telemetry, InstantSource clock) {
    memory = new ArrayBlockingQueue<>(options.limits().memoryEvents());
    dropped =
        telemetry.counter(
            "telemetry_dropped_total", "Telemetry that was given up, by where it went.", "sink");
    spool = Spool.open(options.folder(), options.limits().diskBytes());
    try {
      alerts = new AlertQueue(options.folder(), clock);
      alerts.add(spool.read(Integer.MAX_VALUE, Integer.MAX_VALUE).lines());
    } catch (IOException e) {
      throw new UncheckedIOException("The spool cannot be read: " + e.getMessage(), e);
    }
    CounterFamily given =
        telemetry.counter(
            "incident_alerts_dropped_total", "Incident alerts that nobody could be told of.");
    EventHttp http = new EventHttp();
    sender =
        new EventSender(
            options, spool, alerts, new DirectAlerts(options, http, alerts, clock), http, clock);
    sender.count(this::drop, given::add);
    publish(telemetry);
    writer = start("tocsin-event-writer", this::write);
    postman = start("tocsin-event-sender", this::send);
  }

  private void publish(Telemetry telemetry) {
    telemetry
        .gauge("incident_alerts_pending", "Incident alerts that nobody has been told of yet.")
        .observe(alerts::pending);
    telemetry
        .gauge("incident_alerts_oldest_pending_age_seconds", "Age of the oldest pending alert.")
        .observe(alerts::oldestAgeSeconds);
    telemetry
        .gauge("incident_alerts_dead_letter", "Incident alerts given up and kept.")
        .observe(alerts::dead);
  }

  /// Takes an event on without waiting.
  ///
  /// @return false if there was no room, or the event cannot be written; it is counted
  public boolean offer(Event event) {
    try {
      if (open && memory.offer(EventJson.line(event))) {
        progress.offered();
        return true;
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("An event was refused: {}", e.getMessage());
    }
    drop(1);
    return false;
  }

  /// How the incident alert queue stands.
  public AlertFigures figures() {
    return new AlertFigures(
        alerts.pending(), alerts.oldestAgeSeconds(), alerts.dead(), sender.lastTrouble());
  }

  private void drop(int events) {
    dropped.add(events, "events");
  }

  private void write() {
    List<String> lines = new ArrayList<>();
    while (open || !memory.isEmpty()) {
      try {
        String first = memory.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          lines.add(first);
          memory.drainTo(lines, BATCH_EVENTS - 1);
          keep(lines);
          lines.clear();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// Tries until the disk takes them; meanwhile the memory fills and refuses, which is counted.
  private void keep(List<String> lines) throws InterruptedException {
    while (true) {
      try {
        int kept = spool.append(lines);
        alerts.add(lines.subList(0, kept));
        if (kept < lines.size()) {
          drop(lines.size() - kept);
        }
        progress.written(lines.size());
        sender.wake();
        return;
      } catch (IOException e) {
        LOG.error("Events cannot be written to the spool: {}", e.getMessage());
        if (!open) {
          drop(lines.size());
          progress.written(lines.size());
          return;
        }
        TimeUnit.MILLISECONDS.sleep(DISK_PAUSE.toMillis());
      }
    }
  }

  private void send() {
    while (open) {
      try {
        sender.run();
        progress.looked();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException e) {
        LOG.error("Events cannot be sent", e);
        sender.pauseAfterFailure();
        progress.looked();
      }
    }
  }

  /// Waits until everything that was offered is on disk, and then, while the server answers, until
  /// it has taken it; or until the time is over.
  public void flush(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    progress.await(() -> spool.waitingBytes() == 0 || !sender.lastTrouble().isEmpty(), deadline);
  }

  /// Writes what is in memory to disk, within two seconds; the rest is for the next start.
  @Override
  public void close() {
    open = false;
    try {
      writer.join(CLOSE_LIMIT.toMillis());
      postman.interrupt();
      postman.join(CLOSE_LIMIT.toMillis());
      spool.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("The spool cannot be closed: {}", e.getMessage());
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
