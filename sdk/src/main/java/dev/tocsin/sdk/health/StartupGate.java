package dev.tocsin.sdk.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The steps that must be finished before the application counts as started. Once all are, the gate
/// stays open for the life of the process.
public final class StartupGate {

  private final InstantSource clock;
  private final Instant begun;
  private final Map<String, Duration> finishedAfter = new LinkedHashMap<>();
  private final List<String> pending = new ArrayList<>();
  private boolean open;

  public StartupGate(InstantSource clock, String... steps) {
    this.clock = clock;
    this.begun = clock.instant();
    pending.addAll(List.of(steps));
    open = pending.isEmpty();
  }

  /// Adds a step, for example `warm-up`, while the gate is still closed.
  public synchronized void require(String step) {
    if (open) {
      throw new IllegalStateException(
          "Start-up is finished; the step '" + step + "' must be required before that.");
    }
    if (!pending.contains(step) && !finishedAfter.containsKey(step)) {
      pending.add(step);
    }
  }

  /// Marks a step as finished; finishing it twice changes nothing.
  public synchronized void complete(String step) {
    if (finishedAfter.containsKey(step)) {
      return;
    }
    if (!pending.remove(step)) {
      throw new IllegalArgumentException(
          "'" + step + "' is no start-up step; known and unfinished are " + pending + ".");
    }
    finishedAfter.put(step, Duration.between(begun, clock.instant()));
    open = pending.isEmpty();
  }

  public synchronized boolean isOpen() {
    return open;
  }

  synchronized HealthReport report() {
    List<IndicatorResult> results = new ArrayList<>();
    finishedAfter.forEach((step, after) -> results.add(result(step, HealthOutcome.up(), after)));
    Duration soFar = Duration.between(begun, clock.instant());
    for (String step : pending) {
      results.add(result(step, HealthOutcome.down("not finished"), soFar));
    }
    return HealthReport.of(results);
  }

  private IndicatorResult result(String step, HealthOutcome outcome, Duration after) {
    return new IndicatorResult(step, Criticality.CRITICAL, outcome, after, clock.instant());
  }
}
