package dev.tocsin.sdk.metrics;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// Work that waits: queues and checkouts that got stuck. Ages are of the oldest entity, zero when
/// there is none.
public final class WorkMetrics {

  private static final double MILLIS_PER_SECOND = 1_000;

  private final GaugeFamily queueDepth;
  private final GaugeFamily queueOldestAge;
  private final GaugeFamily checkoutsStuck;
  private final GaugeFamily checkoutOldestAge;

  WorkMetrics(Telemetry telemetry) {
    queueDepth = telemetry.gauge("queue_depth", "Entries that wait in a queue.", "queue");
    queueOldestAge =
        telemetry.gauge("queue_oldest_age_seconds", "Age of the oldest waiting entry.", "queue");
    checkoutsStuck =
        telemetry.gauge("checkout_attempts_stuck", "Checkouts over the time of a state.", "state");
    checkoutOldestAge =
        telemetry.gauge(
            "checkout_attempt_oldest_age_seconds", "Age of the oldest checkout.", "state");
  }

  public void setQueue(String queue, long depth, Duration oldestAge) {
    queueDepth.set((double) depth, queue);
    queueOldestAge.set(seconds(oldestAge), queue);
  }

  /// Reads depth and age (in seconds) at each scrape; for queues that are cheap to look at.
  public void observeQueue(String queue, DoubleSupplier depth, DoubleSupplier oldestAgeSeconds) {
    queueDepth.observe(depth, queue);
    queueOldestAge.observe(oldestAgeSeconds, queue);
  }

  /// @param state for example `RESERVED` or `PAYMENT_INITIATED_CART_RECONCILING`
  public void setCheckoutAttempts(String state, long stuck, Duration oldestAge) {
    checkoutsStuck.set((double) stuck, state);
    checkoutOldestAge.set(seconds(oldestAge), state);
  }

  private static double seconds(Duration duration) {
    return (double) duration.toMillis() / MILLIS_PER_SECOND;
  }
}
