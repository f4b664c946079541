package dev.tocsin.marketplace.payment;

import dev.tocsin.sdk.health.Criticality;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthScope;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Asks the provider for our balance, its cheapest question. Without it the shop still sells, and
/// payments are made up for later, so it degrades.
@Component
class StripeIndicator implements HealthIndicator {
  private final StripeClient stripe;
  private final PaymentOptions options;

  StripeIndicator(StripeClient stripe, PaymentOptions options) {
    this.stripe = stripe;
    this.options = options;
  }

  @Override
  public String name() {
    return "stripe";
  }

  @Override
  public Criticality criticality() {
    return Criticality.DEGRADING;
  }

  @Override
  public HealthScope scope() {
    return HealthScope.EXTERNAL;
  }

  @Override
  public Duration timeout() {
    return options.timeout();
  }

  @Override
  public HealthOutcome check() {
    var status = stripe.get("/v1/balance").status();
    Map<String, Object> details = Map.of("httpStatus", status);
    return status == 200
        ? new HealthOutcome.Up(details)
        : new HealthOutcome.Down("answered with HTTP status " + status, details);
  }
}
