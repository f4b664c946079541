package dev.tocsin.sdk.job;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;

final class JobMetrics {

  static final String SUCCESS = "success";
  static final String FAILURE = "failure";

  private static final double MILLIS_PER_SECOND = 1_000;

  private final GaugeFamily age;
  private final GaugeFamily threshold;
  private final GaugeFamily lastSuccess;
  private final CounterFamily runs;

  JobMetrics(Telemetry telemetry) {
    age = telemetry.gauge("job_heartbeat_age_seconds", "Time since a sign of life.", "job");
    threshold =
        telemetry.gauge("job_heartbeat_threshold_seconds", "When the job is missing.", "job");
    lastSuccess =
        telemetry.gauge("job_last_success_timestamp_seconds", "When the job succeeded.", "job");
    runs = telemetry.counter("job_runs_total", "Finished runs of jobs.", "job", "outcome");
  }

  void expect(Job job) {
    age.observe(() -> job.age().toMillis() / MILLIS_PER_SECOND, job.name());
    threshold.observe(() -> job.threshold().toMillis() / MILLIS_PER_SECOND, job.name());
    runs.declare(job.name(), SUCCESS);
    runs.declare(job.name(), FAILURE);
  }

  void succeeded(String job, long epochSecond) {
    runs.increment(job, SUCCESS);
    lastSuccess.set((double) epochSecond, job);
  }

  void failed(String job) {
    runs.increment(job, FAILURE);
  }
}
