package dev.tocsin.marketplace.checkout;

import dev.tocsin.marketplace.fault.Switch;
import dev.tocsin.marketplace.fault.Switchboard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Finishes checkouts that nobody works on: interrupted ones, and those whose payment was
/// uncertain.
@Component
class Reconciler {
  private static final Logger LOG = System.getLogger(Reconciler.class.getName());
  private static final int BATCH = 50;

  private final AttemptTable attempts;
  private final AttemptPayment payment;
  private final Settlement settlement;
  private final Switchboard switchboard;
  private final CheckoutOptions options;
  private final InstantSource clock;

  Reconciler(
      AttemptTable attempts,
      AttemptPayment payment,
      Settlement settlement,
      CheckoutOptions options,
      Checkout.Infrastructure infrastructure) {
    this.attempts = attempts;
    this.payment = payment;
    this.settlement = settlement;
    this.options = options;
    this.switchboard = infrastructure.switchboard();
    this.clock = infrastructure.clock();
  }

  @Scheduled(fixedDelayString = "${marketplace.reconcile-pause:2s}")
  void run() {
    if (switchboard.isOn(Switch.CHECKOUT_STUCK)) {
      return;
    }
    try {
      reconcile();
    } catch (RuntimeException exception) {
      LOG.log(Level.WARNING, "Checkouts are not reconciled: {0}", exception.getMessage());
    }
  }

  /// Ends its round at the first payment without an answer: the next ones would fare no better.
  private void reconcile() {
    for (var attempt : attempts.unattended(BATCH)) {
      if (!attempts.claim(attempt, Checkout.LEASE)) {
        continue;
      }
      if (isTooOld(attempt)) {
        settlement.expire(attempt);
      } else if (!payment.pay(attempt)) {
        return;
      }
    }
  }

  private boolean isTooOld(Attempt attempt) {
    return attempt.state() == AttemptState.RESERVED
        && attempt.age(clock.instant()).compareTo(options.resumeWithin()) > 0;
  }
}
