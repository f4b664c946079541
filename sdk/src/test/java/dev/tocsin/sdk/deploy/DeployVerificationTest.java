package dev.tocsin.sdk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployVerificationTest {

  private static final SmokeOutcome BROKEN = SmokeOutcome.failed("no products");
  private static final SmokeOutcome NO_REDIS = SmokeOutcome.failedByDependency("no Redis");

  @TempDir private Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final InstantSource clock = now::get;
  private final Telemetry telemetry = new Telemetry();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void theDelayIsTenSecondsUnlessToldOtherwise() {
    assertEquals(Duration.ofSeconds(10), DeployVerification.DEFAULT_DELAY);
  }

  @Test
  void aFailureTellsTheListenersAndThenExitsWithOne() throws Exception {
    verify(BROKEN, guard(true));
    assertEquals("told products: no products", next());
    assertEquals("exit 1", next());
    assertTrue(
        telemetry
            .scrape(null)
            .body()
            .contains("deploy_rollback_decisions_total{decision=\"exit\"} 1"));
  }

  @Test
  void withoutTheFlagItKeepsRunning() throws Exception {
    verify(BROKEN, guard(false));
    assertEquals("told products: no products", next());
    assertTrue(events.isEmpty());
    assertTrue(
        telemetry
            .scrape(null)
            .body()
            .contains("deploy_rollback_decisions_total{decision=\"stay\"} 1"));
  }

  @Test
  void aSkippedTestNeverExits() {
    try (SmokeSuite suite = suite(SmokeOutcome.skipped("METRICS_ENABLED is not true"));
        DeployVerification verification = verification(suite, guard(true), List.of())) {
      verification.bootedNow(Duration.ZERO);
      Awaitility.await().until(() -> suite.lastReport().isPresent());
    }
    assertTrue(events.isEmpty());
  }

  @Test
  void aListenerThatThrowsOrHangsDoesNotKeepTheProcessAlive() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    List<DeployListener> listeners =
        List.of(
            (report, decision) -> {
              throw new IllegalStateException("no network");
            },
            (report, decision) -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                events.add("cut");
              }
            });
    try (SmokeSuite suite = suite(BROKEN);
        DeployVerification verification = verification(suite, guard(true), listeners)) {
      verification.bootedNow(Duration.ZERO);
      assertEquals(List.of("cut", "exit 1"), List.of(next(), next()).stream().sorted().toList());
    }
  }

  @Test
  void exitsAreLimitedInTheWindowAcrossProcesses() {
    for (int attempt = 1; attempt <= 3; attempt++) {
      RollbackDecision decision = guard(true).decide(report(BROKEN));
      assertEquals(new RollbackDecision.Exit(attempt, "products: no products"), decision);
      now.updateAndGet(at -> at.plusSeconds(60));
    }
    RollbackDecision held = guard(true).decide(report(BROKEN));
    assertInstanceOf(RollbackDecision.Stay.class, held);
    assertTrue(held.reason().startsWith("3 exits within PT1H did not help"), held.reason());

    now.updateAndGet(at -> at.plus(RollbackOptions.DEFAULT_WINDOW));
    assertEquals(
        new RollbackDecision.Exit(1, "products: no products"), guard(true).decide(report(BROKEN)));
  }

  @Test
  void theReasonOfAnExitIsKnownToTheNextProcess() throws IOException {
    RollbackDecision unused = guard(true).decide(report(BROKEN));
    assertEquals(
        "2026-01-01T00:00:00Z: products: no products", guard(true).formerExit().orElseThrow());
    try (SmokeSuite suite = suite(BROKEN)) {
      BlockReport block = new SmokeBlock(suite, guard(true)).collect();
      assertEquals("2026-01-01T00:00:00Z: products: no products", block.fields().get("formerExit"));
    }
  }

  @Test
  void sharedDependenciesCountUnlessTheyAreExcluded() {
    assertInstanceOf(RollbackDecision.Exit.class, guard(true).decide(report(NO_REDIS)));
    RollbackGuard excluding = guard(folder.resolve("b"), RollbackOptions.SharedFailures.EXCLUDE);
    assertInstanceOf(RollbackDecision.Stay.class, excluding.decide(report(NO_REDIS)));
    assertInstanceOf(RollbackDecision.Exit.class, excluding.decide(report(NO_REDIS, BROKEN)));
  }

  @Test
  void anExitThatCannotBeWrittenDownIsNotMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    RollbackGuard guard = guard(file.resolve("history.json"), RollbackOptions.SharedFailures.COUNT);
    RollbackDecision decision = guard.decide(report(BROKEN));
    assertInstanceOf(RollbackDecision.Stay.class, decision);
    assertTrue(decision.reason().contains("put it on a writable volume"), decision.reason());
  }

  private void verify(SmokeOutcome outcome, RollbackGuard guard) throws Exception {
    DeployListener listener = (report, decision) -> events.add("told " + report.failures());
    try (SmokeSuite suite = suite(outcome);
        DeployVerification verification = verification(suite, guard, List.of(listener))) {
      verification.bootedNow(Duration.ZERO);
      Awaitility.await().until(() -> !events.isEmpty());
      if (guard.formerExit().isPresent()) {
        Awaitility.await().until(() -> events.size() == 2);
      }
    }
  }

  private String next() throws InterruptedException {
    return String.valueOf(events.poll(20, TimeUnit.SECONDS));
  }

  private DeployVerification verification(
      SmokeSuite suite, RollbackGuard guard, List<DeployListener> listeners) {
    return new DeployVerification(
        suite, guard, listeners, telemetry, code -> events.add("exit " + code));
  }

  private SmokeSuite suite(SmokeOutcome outcome) {
    return new SmokeSuite(
        List.of(SmokeTest.of("products", () -> outcome)),
        SmokeSuite.DEFAULT_TIMEOUT,
        clock,
        telemetry);
  }

  private SmokeReport report(SmokeOutcome... outcomes) {
    List<SmokeResult> results =
        List.of(outcomes).stream()
            .map(outcome -> new SmokeResult("products", outcome, Duration.ZERO))
            .toList();
    return new SmokeReport(clock.instant(), Duration.ZERO, results);
  }

  private RollbackGuard guard(boolean enabled) {
    return new RollbackGuard(
        new RollbackOptions(
            enabled,
            folder.resolve("exits.json"),
            RollbackOptions.DEFAULT_MAX_EXITS,
            RollbackOptions.DEFAULT_WINDOW,
            RollbackOptions.SharedFailures.COUNT),
        clock);
  }

  private RollbackGuard guard(Path history, RollbackOptions.SharedFailures shared) {
    return new RollbackGuard(
        new RollbackOptions(
            true,
            history,
            RollbackOptions.DEFAULT_MAX_EXITS,
            RollbackOptions.DEFAULT_WINDOW,
            shared),
        clock);
  }
}
