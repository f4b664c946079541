package dev.tocsin.sdk.usage;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.function.IntSupplier;

/// The series of the meter. Models in labels are allowed ones only, so there are as many series as
/// the contract has models; users are in none.
final class UsageMetrics {

  private final CounterFamily tokens;
  private final CounterFamily cost;
  private final CounterFamily zeroCost;
  private final CounterFamily refused;
  private final CounterFamily lost;

  UsageMetrics(Telemetry telemetry, ModelContract contract, IntSupplier pending) {
    String[] labels = {"provider", "model", "direction", "source"};
    tokens = telemetry.counter("llm_tokens_total", "Tokens of language models.", labels);
    cost =
        telemetry.counter(
            "llm_cost_total",
            "Cost of language models in units of the pricing matrix's currency. Never add reported"
                + " and estimated.",
            labels);
    zeroCost =
        telemetry.counter(
            "llm_zero_cost_calls_total",
            "Calls to active models that were booked at no cost.",
            "provider",
            "model");
    refused =
        telemetry.counter("llm_calls_refused_total", "Calls that were not admitted.", "reason");
    lost =
        telemetry.counter(
            "llm_usage_bookings_lost_total",
            "Calls that are in the log but could not be written into the ledger.");
    telemetry
        .gauge("llm_usage_bookings_pending", "Calls that wait to be written into the ledger.")
        .observe(pending::getAsInt);
    for (Refusal reason : Refusal.values()) {
      refused.declare(reason.label());
    }
    contract.allowed().forEach(model -> zeroCost.declare(model.provider(), model.model()));
  }

  void refused(Refusal reason) {
    refused.increment(reason.label());
  }

  void lost() {
    lost.increment();
  }

  void booked(UsageEvent event) {
    TokenUsage used = event.tokens();
    add(event, "input", used.inputTokens(), event.cost().inputNanos());
    add(event, "output", used.outputTokens(), event.cost().outputNanos());
    if (event.isFree()) {
      ModelId model = event.key().model();
      zeroCost.increment(model.provider(), model.model());
    }
  }

  private void add(UsageEvent event, String direction, long count, long nanos) {
    UsageKey key = event.key();
    String provider = key.model().provider();
    String model = key.model().model();
    String source = key.source().label();
    tokens.add((double) count, provider, model, direction, source);
    cost.add(Cost.decimal(nanos).doubleValue(), provider, model, direction, source);
  }
}
