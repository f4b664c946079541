package dev.tocsin.sdk.job;

import dev.tocsin.sdk.health.JobHeartbeat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// One job. It shows life when a run begins and when it ends, whatever the outcome: a job that
/// fails each time is alive, and its failures are counted apart; a run that hangs is missed.
public final class Job {

  private final String name;
  private final InstantSource clock;
  private final JobMetrics metrics;
  private volatile JobHeartbeat heartbeat;
  private @Nullable Instant lastSuccess;
  private @Nullable String lastFailure;
  private int failuresInRow;

  Job(String name, JobHeartbeat heartbeat, InstantSource clock, JobMetrics metrics) {
    this.name = name;
    this.heartbeat = heartbeat;
    this.clock = clock;
    this.metrics = metrics;
    metrics.expect(this);
  }

  public String name() {
    return name;
  }

  /// A sign of life from a loop that has no separate runs.
  public void beat() {
    heartbeat.beat();
  }

  /// A run has begun; end it with [#succeeded()] or [#failed(Throwable)].
  public void begun() {
    heartbeat.beat();
  }

  public synchronized void succeeded() {
    heartbeat.beat();
    failuresInRow = 0;
    Instant now = clock.instant();
    lastSuccess = now;
    metrics.succeeded(name, now.getEpochSecond());
  }

  /// Keeps the class of the failure only: its message may hold what must not be shown.
  public synchronized void failed(Throwable failure) {
    heartbeat.beat();
    failuresInRow++;
    lastFailure = failure.getClass().getSimpleName();
    metrics.failed(name);
  }

  /// The work as a run of this job. What it throws is counted and passed on.
  public Runnable wrap(Runnable work) {
    return () -> {
      begun();
      try {
        work.run();
      } catch (Throwable e) {
        failed(e);
        throw e;
      }
      succeeded();
    };
  }

  /// The work as a run of this job. What it throws is counted and passed on.
  public <T extends @Nullable Object> Callable<T> wrap(Callable<T> work) {
    return () -> {
      begun();
      T result;
      try {
        result = work.call();
      } catch (Throwable e) {
        failed(e);
        throw e;
      }
      succeeded();
      return result;
    };
  }

  /// Time since the last sign of life, or since the job was first expected.
  public Duration age() {
    return heartbeat.age();
  }

  public Duration threshold() {
    return heartbeat.threshold();
  }

  public boolean missing() {
    return !heartbeat.fresh();
  }

  synchronized Optional<Instant> lastSuccess() {
    return Optional.ofNullable(lastSuccess);
  }

  synchronized Optional<String> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  synchronized int failuresInRow() {
    return failuresInRow;
  }

  void follow(JobHeartbeat other) {
    heartbeat = other;
  }
}
