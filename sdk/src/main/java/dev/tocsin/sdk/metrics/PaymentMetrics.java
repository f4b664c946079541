package dev.tocsin.sdk.metrics;

/// Payments as they go through the provider, and orders that failed. Completed orders and revenue
/// are recorded by [ApplicationMetrics#recordOrder].
public final class PaymentMetrics {

  private final CounterFamily attempts;
  private final CounterFamily results;
  private final CounterFamily stages;
  private final CounterFamily orderFailures;

  PaymentMetrics(Telemetry telemetry) {
    attempts = telemetry.counter("payment_attempts_total", "Payments begun.", "method");
    results = telemetry.counter("payment_results_total", "Payments ended.", "method", "outcome");
    stages = telemetry.counter("payment_stage_total", "Payment stages ended.", "stage", "outcome");
    orderFailures = telemetry.counter("order_failures_total", "Orders that failed.", "reason");
    for (PaymentStage stage : PaymentStage.values()) {
      for (PaymentOutcome outcome : PaymentOutcome.values()) {
        stages.declare(Labelled.label(stage), Labelled.label(outcome));
      }
    }
  }

  /// A payment begins, for example by `card`. All outcomes of the method are published from now on.
  public void recordAttempt(String method) {
    for (PaymentOutcome outcome : PaymentOutcome.values()) {
      results.declare(method, Labelled.label(outcome));
    }
    attempts.increment(method);
  }

  public void recordResult(String method, PaymentOutcome outcome) {
    results.increment(method, Labelled.label(outcome));
  }

  public void recordStage(PaymentStage stage, PaymentOutcome outcome) {
    stages.increment(Labelled.label(stage), Labelled.label(outcome));
  }

  /// @param reason a short fixed word such as `payment_declined`, never free text
  public void recordOrderFailure(String reason) {
    orderFailures.increment(reason);
  }
}
