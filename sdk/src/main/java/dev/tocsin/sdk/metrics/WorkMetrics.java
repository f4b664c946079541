package dev.tocsin.sdk.metrics;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// Work that waits: queues and checkouts that got stuck. Ages are of the oldest entity, zero when
/// there is none.
public final class WorkMetrics {

  private final GaugeFamily queueDepth;
  private final GaugeFamily queueOldestAge;
  private final GaugeFamily queueDeadLetters;
  private final GaugeFamily exportDeadLetters;
  private final GaugeFamily checkoutsStuck;
  private final GaugeFamily checkoutOldestAge;

  WorkMetrics(Telemetry telemetry) {
    queueDepth = telemetry.gauge("queue_depth");
    queueOldestAge = telemetry.gauge("queue_oldest_age_seconds");
    queueDeadLetters = telemetry.gauge("queue_dead_letters");
    exportDeadLetters = telemetry.gauge("export_events_dead_letter");
    checkoutsStuck = telemetry.gauge("checkout_attempts_stuck");
    checkoutOldestAge = telemetry.gauge("checkout_attempt_oldest_age_seconds");
  }

  public void setQueue(String queue, long depth, Duration oldestAge) {
    queueDepth.set((double) depth, queue);
    queueOldestAge.set(Seconds.of(oldestAge), queue);
  }

  /// Reads depth and age (in seconds) at each scrape; for queues that are cheap to look at.
  public void observeQueue(String queue, DoubleSupplier depth, DoubleSupplier oldestAgeSeconds) {
    queueDepth.observe(depth, queue);
    queueOldestAge.observe(oldestAgeSeconds, queue);
  }

  public void setDeadLetters(String queue, long entries) {
    queueDeadLetters.set((double) entries, queue);
  }

  public void setExportDeadLetters(long events) {
    exportDeadLetters.set((double) events);
  }

  /// @param state `RESERVED` or `PAYMENT_INITIATED_CART_RECONCILING`
  public void setCheckoutAttempts(String state, long stuck, Duration oldestAge) {
    checkoutsStuck.set((double) stuck, state);
    checkoutOldestAge.set(Seconds.of(oldestAge), state);
  }
}
