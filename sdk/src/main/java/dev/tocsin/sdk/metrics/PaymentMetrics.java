package dev.tocsin.sdk.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Payments as they go through the provider: attempts, results, the stages one by one, refunds.
/// Completed orders and revenue are recorded by [OrderMetrics#recordOrder].
public final class PaymentMetrics implements MetricsArea {

  private final OrderMetrics orders;
  private final CounterFamily attempts;
  private final CounterFamily results;
  private final CounterFamily failures;
  private final CounterFamily stages;
  private final CounterFamily refunds;
  private final CounterFamily refundAmounts;
  private final GaugeFamily uncaptured;
  private final GaugeFamily uncapturedAge;

  PaymentMetrics(Telemetry telemetry, OrderMetrics orders) {
    this.orders = orders;
    attempts = telemetry.counter("payment_attempts_total");
    results = telemetry.counter("payment_results_total");
    failures = telemetry.counter("payment_failures_total");
    stages = telemetry.counter("payment_stage_total");
    refunds = telemetry.counter("payment_refunds_total");
    refundAmounts = telemetry.counter("payment_refund_amount_total");
    uncaptured = telemetry.gauge("payments_authorized_uncaptured");
    uncapturedAge = telemetry.gauge("payments_authorized_uncaptured_oldest_age_seconds");
    declareClosedSets();
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

  /// A payment ended without success, for the reason that the provider gave.
  public void recordFailure(String method, PaymentOutcome outcome, PaymentFailure reason) {
    recordResult(method, outcome);
    failures.increment(method, Labelled.label(reason));
  }

  public void recordStage(PaymentStage stage, PaymentOutcome outcome) {
    stages.increment(Labelled.label(stage), Labelled.label(outcome));
  }

  /// Money went back. The stage [PaymentStage#REFUND] is recorded apart from it.
  ///
  /// @param amount in units of the currency (12.50), not in cents
  public void recordRefund(double amount, String currency, RefundKind kind) {
    refunds.increment(Labelled.label(kind));
    refundAmounts.add(amount, Currencies.code(currency));
  }

  /// What is authorised and not yet captured, counted in the shop's own records.
  public void setAuthorizedUncaptured(long payments, Duration oldestAge) {
    uncaptured.set((double) payments);
    uncapturedAge.set(Seconds.of(oldestAge));
  }

  /// See [OrderMetrics#recordFailure].
  public void recordOrderFailure(String reason) {
    orders.recordFailure(reason);
  }

  @Override
  public String name() {
    return "payment";
  }

  /// Attempts and success rate by method, failures by reason, stages, refunds.
  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("methods", methods());
    Map<String, Object> reasons = new LinkedHashMap<>();
    failures.read().forEach(f -> reasons.merge(f.label("reason"), f.value(), PaymentMetrics::plus));
    figures.put("failureReasons", reasons);
    Map<String, Object> ofStages = new LinkedHashMap<>();
    stages
        .read()
        .forEach(s -> ofStages.put(s.label("stage") + "." + s.label("outcome"), s.value()));
    figures.put("stages", ofStages);
    figures.put("authorizedUncaptured", authorizedUncaptured());
    Map<String, Object> kinds = new LinkedHashMap<>();
    refunds.read().forEach(r -> kinds.put(r.label("kind"), r.value()));
    figures.put("refunds", kinds);
    Map<String, Object> amounts = new LinkedHashMap<>();
    refundAmounts.read().forEach(r -> amounts.put(r.label("currency"), r.value()));
    figures.put("refundAmounts", amounts);
    return figures;
  }

  private List<Map<String, Object>> methods() {
    Map<String, Map<String, Object>> methods = new LinkedHashMap<>();
    attempts.read().forEach(a -> of(methods, a.label("method")).put("attempts", a.value()));
    results.read().forEach(r -> of(methods, r.label("method")).put(r.label("outcome"), r.value()));
    methods.values().forEach(PaymentMetrics::addRate);
    return new ArrayList<>(methods.values());
  }

  private static Map<String, Object> of(Map<String, Map<String, Object>> methods, String method) {
    return methods.computeIfAbsent(
        method,
        m -> {
          Map<String, Object> figures = new LinkedHashMap<>();
          figures.put("method", m);
          return figures;
        });
  }

  private static void addRate(Map<String, Object> method) {
    double ended = 0;
    for (PaymentOutcome outcome : PaymentOutcome.values()) {
      ended += number(method.get(Labelled.label(outcome)));
    }
    double succeeded = number(method.get(Labelled.label(PaymentOutcome.SUCCESS)));
    method.put("successRate", Ratio.of(succeeded, ended));
  }

  private @Nullable Double authorizedUncaptured() {
    return uncaptured.read().stream().findFirst().map(Reading::value).orElse(null);
  }

  private void declareClosedSets() {
    for (PaymentStage stage : PaymentStage.values()) {
      for (PaymentOutcome outcome : PaymentOutcome.values()) {
        stages.declare(Labelled.label(stage), Labelled.label(outcome));
      }
    }
    for (RefundKind kind : RefundKind.values()) {
      refunds.declare(Labelled.label(kind));
    }
  }

  private static Object plus(Object one, Object other) {
    return number(one) + number(other);
  }

  private static double number(@Nullable Object figure) {
    return figure instanceof Number number ? number.doubleValue() : 0;
  }
}
