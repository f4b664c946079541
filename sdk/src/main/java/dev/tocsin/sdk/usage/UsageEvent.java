package dev.tocsin.sdk.usage;

/// One call, as the table `llm_usage_event` and the log line `llm.usage` have it.
record UsageEvent(String id, long atMillis, UsageKey key, TokenUsage tokens, Cost cost) {

  boolean isFree() {
    return cost.totalNanos() == 0 && tokens.inputTokens() + tokens.outputTokens() > 0;
  }
}
