package dev.tocsin.marketplace.checkout;

import dev.tocsin.sdk.metrics.ApplicationMetrics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Publishes how many checkouts are stuck and how old the oldest is.
@Component
class CheckoutGauges {
  private static final Logger LOG = System.getLogger(CheckoutGauges.class.getName());

  private final AttemptTable attempts;
  private final CheckoutOptions options;
  private final ApplicationMetrics metrics;

  CheckoutGauges(AttemptTable attempts, CheckoutOptions options, ApplicationMetrics metrics) {
    this.attempts = attempts;
    this.options = options;
    this.metrics = metrics;
  }

  @Scheduled(fixedDelayString = "${marketplace.gauge-pause:3s}")
  void publish() {
    try {
      for (var state : AttemptState.OPEN) {
        var pressure = attempts.pressure(state, options.limit(state));
        metrics.work().setCheckoutAttempts(state.name(), pressure.stuck(), pressure.oldestAge());
      }
    } catch (RuntimeException exception) {
      LOG.log(Level.WARNING, "Checkout gauges are old: {0}", exception.getMessage());
    }
  }
}
