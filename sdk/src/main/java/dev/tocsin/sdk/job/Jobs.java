package dev.tocsin.sdk.job;

import dev.tocsin.sdk.health.JobHeartbeat;
import dev.tocsin.sdk.metrics.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The jobs of an application by name. A job is expected from the moment it is first named here, so
/// name each at start-up: its age then counts from the start, and one that never runs is missed.
///
/// Metrics, all with the label `job`: `job_heartbeat_age_seconds`,
/// `job_heartbeat_threshold_seconds`, `job_runs_total{outcome}` with `success` and `failure`, and
/// `job_last_success_timestamp_seconds` from the first success on.
public final class Jobs {

  /// When a job counts as missing, unless told otherwise.
  public static final Duration DEFAULT_THRESHOLD = Duration.ofMinutes(10);

  private static final int MAX_JOBS = 200;
  private static final String REST = "other";

  private final InstantSource clock;
  private final Duration threshold;
  private final JobMetrics metrics;
  private final Map<String, Job> jobs = new TreeMap<>();

  public Jobs(InstantSource clock, Duration threshold, Telemetry telemetry) {
    if (threshold.isNegative() || threshold.isZero()) {
      throw new IllegalArgumentException("The heartbeat threshold must be longer than nothing.");
    }
    this.clock = clock;
    this.threshold = threshold;
    this.metrics = new JobMetrics(telemetry);
  }

  /// The job of this name, made when it is new; missing after the usual threshold.
  public synchronized Job job(String name) {
    return expect(name, new JobHeartbeat(clock, threshold));
  }

  /// The job of this name. A job that exists takes on the threshold, and its age begins anew.
  public synchronized Job job(String name, Duration itsThreshold) {
    JobHeartbeat heartbeat = new JobHeartbeat(clock, itsThreshold);
    Job job = expect(name, heartbeat);
    job.follow(heartbeat);
    return job;
  }

  /// Shows a heartbeat that somebody else beats, such as the one of `/readyz`, under a name.
  public synchronized Job job(String name, JobHeartbeat heartbeat) {
    Job job = expect(name, heartbeat);
    job.follow(heartbeat);
    return job;
  }

  /// The threshold for a job that runs once in each period: the usual one, or two periods when that
  /// is longer, so that one late run of a daily job is not yet missing.
  public Duration thresholdFor(Duration period) {
    Duration twoPeriods = period.multipliedBy(2);
    return twoPeriods.compareTo(threshold) > 0 ? twoPeriods : threshold;
  }

  /// Every job, by name.
  public synchronized List<Job> all() {
    return List.copyOf(jobs.values());
  }

  /// Past the limit all further names share one job, which keeps memory and series bounded.
  private Job expect(String name, JobHeartbeat heartbeat) {
    Job known = jobs.get(name);
    if (known != null) {
      return known;
    }
    if (jobs.size() >= MAX_JOBS && !name.equals(REST)) {
      return expect(REST, new JobHeartbeat(clock, threshold));
    }
    Job job = new Job(name, heartbeat, clock, metrics);
    jobs.put(name, job);
    return job;
  }
}
