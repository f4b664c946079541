package dev.tocsin.sdk.metrics;

/// Tokens and money that language models cost.
public final class LlmMetrics {

  private static final String INPUT = "input";
  private static final String OUTPUT = "output";

  private final CounterFamily tokens;
  private final CounterFamily cost;
  private final CounterFamily zeroCost;

  LlmMetrics(Telemetry telemetry) {
    tokens = telemetry.counter("llm_tokens_total");
    cost = telemetry.counter("llm_cost_total");
    zeroCost = telemetry.counter("llm_zero_cost_calls_total");
  }

  /// One call. A call that used tokens and cost nothing is counted as such.
  public void recordUsage(String provider, String model, LlmUsage usage) {
    String source = Labelled.label(usage.source());
    tokens.add((double) usage.inputTokens(), provider, model, INPUT, source);
    tokens.add((double) usage.outputTokens(), provider, model, OUTPUT, source);
    cost.add(usage.inputCost(), provider, model, INPUT, source);
    cost.add(usage.outputCost(), provider, model, OUTPUT, source);
    boolean used = usage.inputTokens() + usage.outputTokens() > 0;
    if (used && usage.inputCost() + usage.outputCost() <= 0) {
      zeroCost.increment(provider, model);
    }
  }
}
