package dev.tocsin.sdk.metrics;

import java.time.Duration;

/// Automation events in their buffers.
public final class AutomationMetrics {

  private final GaugeFamily pending;
  private final GaugeFamily oldestAge;
  private final GaugeFamily deadLetter;
  private final GaugeFamily backlog;
  private final CounterFamily dispatched;

  AutomationMetrics(Telemetry telemetry) {
    pending = telemetry.gauge("automation_outbox_pending");
    oldestAge = telemetry.gauge("automation_outbox_oldest_pending_age_seconds");
    deadLetter = telemetry.gauge("automation_dead_letter");
    backlog = telemetry.gauge("automation_stream_backlog");
    dispatched = telemetry.counter("automation_dispatched_total");
  }

  public void setOutbox(long waiting, Duration oldest) {
    pending.set((double) waiting);
    oldestAge.set(Seconds.of(oldest));
  }

  public void setDeadLetters(long events) {
    deadLetter.set((double) events);
  }

  public void setStreamBacklog(long events) {
    backlog.set((double) events);
  }

  public void recordDispatched() {
    dispatched.increment();
  }
}
