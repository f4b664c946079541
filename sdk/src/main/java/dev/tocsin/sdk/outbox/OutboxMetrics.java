package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsJson;
import java.util.concurrent.atomic.AtomicLong;

/// The metrics of an outbox. Those of the contract carry the outbox's name in their own:
/// `automation_outbox_pending`.
final class OutboxMetrics {

  private final String outbox;
  private final GaugeFamily pending;
  private final GaugeFamily oldestAge;
  private final GaugeFamily deadLetters;
  private final GaugeFamily streamBacklog;
  private final GaugeFamily bufferBacklog;
  private final CounterFamily dispatched;
  private final CounterFamily diverted;
  private final CounterFamily lost;
  private final CounterFamily failedAttempts;
  private final CounterFamily givenUp;
  private final AtomicLong lostCount = new AtomicLong();

  OutboxMetrics(Telemetry telemetry, String outbox) {
    this.outbox = outbox;
    pending = telemetry.gauge(outbox + "_outbox_pending", "Events that wait to be sent.");
    oldestAge =
        telemetry.gauge(
            outbox + "_outbox_oldest_pending_age_seconds", "Age of the oldest waiting event.");
    deadLetters =
        telemetry.gauge(outbox + "_dead_letter", "Events given up that wait for a decision.");
    streamBacklog =
        telemetry.gauge(outbox + "_stream_backlog", "Events in the Redis stream, to be recovered.");
    dispatched = telemetry.counter(outbox + "_dispatched_total", "Events that the queue took.");
    bufferBacklog =
        telemetry.gauge(
            "outbox_buffer_backlog", "Events in a buffer, to be recovered.", "outbox", "buffer");
    diverted =
        telemetry.counter(
            "outbox_diverted_total", "Events that went into a buffer.", "outbox", "buffer");
    lost = telemetry.counter("outbox_events_lost_total", "Events that no store took.", "outbox");
    failedAttempts =
        telemetry.counter(
            "outbox_failed_attempts_total", "Attempts that the queue refused.", "outbox");
    givenUp =
        telemetry.counter("outbox_given_up_total", "Events that became dead letters.", "outbox");
    lost.declare(outbox);
    failedAttempts.declare(outbox);
    givenUp.declare(outbox);
  }

  void show(OutboxFigures figures) {
    pending.set((double) figures.pending());
    oldestAge.set(OpsJson.seconds(figures.oldestAge()));
    deadLetters.set((double) figures.deadLetters());
  }

  /// The tables cannot be read: not a number, rather than an old one.
  void showUnknown() {
    pending.set(Double.NaN);
    oldestAge.set(Double.NaN);
    deadLetters.set(Double.NaN);
  }

  void showBacklog(RecoveryBuffer buffer, double backlog) {
    bufferBacklog.set(backlog, outbox, buffer.name());
    if (!buffer.isExternal()) {
      streamBacklog.set(backlog);
    }
  }

  void dispatched(int events) {
    dispatched.add(events);
  }

  void failed(int attempts, int dead) {
    failedAttempts.add(attempts, outbox);
    givenUp.add(dead, outbox);
  }

  void diverted(String buffer) {
    diverted.increment(outbox, buffer);
  }

  void lost() {
    lostCount.incrementAndGet();
    lost.increment(outbox);
  }

  /// Since the process started.
  long lostCount() {
    return lostCount.get();
  }
}
