package dev.tocsin.sdk.metrics;

/// Chat sessions on their way to a brief, and what the reconciler does about those that got stuck.
public final class ChatMetrics {

  private final GaugeFamily queued;
  private final GaugeFamily finalizing;
  private final CounterFamily resets;
  private final CounterFamily completions;

  ChatMetrics(Telemetry telemetry) {
    queued = telemetry.gauge("chat_session_queued_for_extraction");
    finalizing = telemetry.gauge("chat_session_finalizing");
    resets = telemetry.counter("chat_session_reconcile_resets_total");
    completions = telemetry.counter("chat_session_reconcile_completions_total");
  }

  public void setSessions(long queuedForExtraction, long beingFinalized) {
    queued.set((double) queuedForExtraction);
    finalizing.set((double) beingFinalized);
  }

  public void recordReset() {
    resets.increment();
  }

  public void recordCompletion() {
    completions.increment();
  }
}
