package dev.tocsin.sdk.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.health.JobHeartbeat;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final InstantSource clock = now::get;
  private final Telemetry telemetry = new Telemetry();
  private final Jobs jobs = new Jobs(clock, Jobs.DEFAULT_THRESHOLD, telemetry);
  private final JobsBlock block = new JobsBlock(jobs);

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void aJobThatNeverRunsAfterTheStartIsMissingAfterTenMinutes() {
    Job invoices = jobs.job("invoices");
    pass(Duration.ofMinutes(10));
    assertFalse(invoices.missing());
    assertEquals(Verdict.GREEN, block.collect().verdict());
    pass(Duration.ofSeconds(1));
    assertTrue(invoices.missing());
    BlockReport report = block.collect();
    assertEquals(Verdict.RED, report.verdict());
    assertEquals(List.of("The job invoices was not heard of for 601 s."), report.reasons());
    assertExposed("job_heartbeat_age_seconds{job=\"invoices\"} 601.0");
    assertExposed("job_heartbeat_threshold_seconds{job=\"invoices\"} 600.0");
    assertExposed("job_runs_total{job=\"invoices\",outcome=\"success\"} 0.0");
  }

  @Test
  void aRunIsASignOfLifeAndCountsBySuccessOrFailure() {
    Job invoices = jobs.job("invoices");
    pass(Duration.ofMinutes(9));
    invoices.wrap(() -> {}).run();
    pass(Duration.ofMinutes(9));
    Runnable broken =
        () -> {
          throw new IllegalStateException("password=hunter2");
        };
    for (int run = 1; run <= 3; run++) {
      assertThrows(IllegalStateException.class, () -> invoices.wrap(broken).run());
    }
    assertFalse(invoices.missing());
    BlockReport report = block.collect();
    assertEquals(Verdict.AMBER, report.verdict());
    assertEquals(List.of("The job invoices failed 3 times in a row."), report.reasons());
    assertFalse(report.fields().toString().contains("hunter2"));
    assertExposed("job_runs_total{job=\"invoices\",outcome=\"failure\"} 3.0");
    assertExposed("job_runs_total{job=\"invoices\",outcome=\"success\"} 1.0");
    assertTrue(
        telemetry
            .scrape(null)
            .body()
            .contains("\njob_last_success_timestamp_seconds{job=\"invoices\"} 1.76722614E9\n"));

    invoices.wrap(() -> {}).run();
    assertEquals(Verdict.GREEN, block.collect().verdict());
  }

  @Test
  void aRunThatHangsIsMissingAlthoughItBegan() throws Exception {
    Job reindex = jobs.job("reindex");
    pass(Duration.ofMinutes(5));
    Callable<Boolean> hanging =
        reindex.wrap(
            () -> {
              pass(Duration.ofMinutes(11));
              return reindex.missing();
            });
    assertTrue(hanging.call());
    assertFalse(reindex.missing());
  }

  @Test
  void aJobMayHaveItsOwnThreshold() {
    Job nightly = jobs.job("nightly", jobs.thresholdFor(Duration.ofDays(1)));
    assertEquals(Duration.ofDays(2), nightly.threshold());
    assertEquals(Duration.ofMinutes(10), jobs.thresholdFor(Duration.ofSeconds(5)));
    assertSame(nightly, jobs.job("nightly"));
    assertEquals(Duration.ofDays(2), nightly.threshold());
    Job again = jobs.job("nightly", Duration.ofHours(1));
    assertSame(nightly, again);
    assertEquals(Duration.ofHours(1), nightly.threshold());
  }

  @Test
  void theHeartbeatOfReadinessCanBeShownBesideTheOthers() {
    JobHeartbeat heartbeat = new JobHeartbeat(clock, Duration.ofMinutes(5));
    Job loop = jobs.job("loop", heartbeat);
    pass(Duration.ofMinutes(6));
    assertTrue(loop.missing());
    heartbeat.beat();
    assertFalse(loop.missing());
    loop.beat();
    assertTrue(heartbeat.fresh());
  }

  @Test
  void moreThanTwoHundredJobsShareOne() {
    for (int i = 0; i < 250; i++) {
      jobs.job("job-" + i).beat();
    }
    assertEquals(201, jobs.all().size());
    assertSame(jobs.job("other"), jobs.job("one-more"));
  }

  private void pass(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  private void assertExposed(String sample) {
    String exposed = telemetry.scrape(null).body();
    assertTrue(exposed.contains("\n" + sample + "\n"), exposed);
  }
}
