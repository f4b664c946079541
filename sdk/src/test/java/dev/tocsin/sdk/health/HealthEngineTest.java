package dev.tocsin.sdk.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthEngineTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  private final ManualClock clock = new ManualClock();
  private final List<HealthEngine> engines = new ArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void close() {
    never.countDown();
    engines.forEach(HealthEngine::close);
  }

  @Test
  void readinessNeedsEveryCriticalCheck() throws IOException {
    HealthReport report =
        engine(
                up("memory", HealthScope.PROCESS),
                failing("database", Criticality.CRITICAL),
                up("redis", HealthScope.READINESS))
            .ready();

    assertEquals(503, report.httpStatus());
    JsonNode body = new ObjectMapper().readTree(report.json());
    assertEquals("DOWN", body.get("status").asText());
    assertEquals("DOWN", body.at("/checks/database/status").asText());
    assertEquals("UP", body.at("/checks/redis/status").asText());
    assertTrue(body.at("/checks/database/critical").asBoolean());
    assertTrue(body.at("/checks/database/latencyMs").isIntegralNumber());
  }

  @Test
  void aDependencyThatIsDownShowsNeitherInHealthNorInLive() {
    HealthEngine engine =
        engine(up("memory", HealthScope.PROCESS), failing("database", Criticality.CRITICAL));

    assertEquals(200, engine.self().httpStatus());
    assertEquals(200, engine.live().httpStatus());
    assertEquals(503, engine.ready().httpStatus());
    assertFalse(engine.live().json().contains("database"));
  }

  @Test
  void theProcessItselfDecidesHealthAndLive() {
    HealthEngine engine =
        engine(
            HealthIndicator.of(
                "memory",
                Criticality.CRITICAL,
                HealthScope.PROCESS,
                () -> HealthOutcome.down("the heap is over its limit")));

    assertEquals(503, engine.self().httpStatus());
    assertEquals(503, engine.live().httpStatus());
    assertEquals(503, engine.ready().httpStatus());
  }

  @Test
  void onlyCriticalChecksMakeAReportDown() {
    assertEquals(
        HealthStatus.DEGRADED, engine(failing("mail", Criticality.DEGRADING)).ready().status());
    assertEquals(
        HealthStatus.UP, engine(failing("ads", Criticality.INFORMATIONAL)).ready().status());
    HealthIndicator unset =
        HealthIndicator.of(
            "redis",
            Criticality.CRITICAL,
            HealthScope.READINESS,
            () -> new HealthOutcome.NotConfigured("REDIS_URL"));
    HealthReport report = engine(unset).ready();
    assertEquals(HealthStatus.UP, report.status());
    assertTrue(report.json().contains("NOT_CONFIGURED"));
    assertTrue(report.detailedJson().contains("REDIS_URL"));
  }

  @Test
  void aHangingCheckTimesOutAndHidesNoOther() {
    HealthReport report = engine(hanging("database"), up("redis", HealthScope.READINESS)).ready();

    assertEquals(HealthStatus.DOWN, report.results().get(0).status());
    assertEquals("timeout", report.results().get(0).outcome().reason());
    assertEquals(HealthStatus.UP, report.results().get(1).status());
  }

  @Test
  void aHangingCheckThatIsNotCriticalOnlyDegrades() {
    HealthIndicator hanging =
        HealthIndicator.of("mail", Criticality.DEGRADING, HealthScope.READINESS, SHORT, this::hang);

    assertEquals(HealthStatus.DEGRADED, engine(hanging).ready().results().get(0).status());
  }

  @Test
  void aCheckThatIgnoresItsInterruptIsNotBegunAgain() {
    AtomicInteger begun = new AtomicInteger();
    HealthIndicator stubborn =
        HealthIndicator.of(
            "database",
            Criticality.CRITICAL,
            HealthScope.READINESS,
            SHORT,
            () -> {
              begun.incrementAndGet();
              waitStubbornly();
              return HealthOutcome.up();
            });
    HealthEngine engine = engine(stubborn);
    for (int i = 0; i < 5; i++) {
      assertEquals(503, engine.ready().httpStatus());
      clock.advance(Duration.ofMinutes(1));
    }
    assertEquals(1, begun.get());

    never.countDown();
    Awaitility.await()
        .untilAsserted(
            () -> {
              clock.advance(Duration.ofMinutes(1));
              assertEquals(200, engine.ready().httpStatus());
            });
  }

  @Test
  void checksOfOneReportRunAtTheSameTime() {
    CyclicBarrier meeting = new CyclicBarrier(3);
    HealthCheck meet =
        () -> {
          meeting.await(5, TimeUnit.SECONDS);
          return HealthOutcome.up();
        };
    HealthEngine engine = engine(meeting("a", meet), meeting("b", meet), meeting("c", meet));

    assertEquals(200, engine.ready().httpStatus());
  }

  @Test
  void aFloodOfProbesAsksOncePerCacheTime() {
    AtomicInteger asked = new AtomicInteger();
    HealthEngine engine = engine(counting(asked));
    ExecutorService visitors = Executors.newFixedThreadPool(8);
    try {
      flood(engine, visitors);
      assertEquals(1, asked.get());

      clock.advance(HealthIndicator.DEFAULT_CACHE_TIME);
      flood(engine, visitors);
      assertEquals(2, asked.get());
    } finally {
      visitors.shutdownNow();
    }
  }

  @Test
  void thePublicBodyKeepsReasonsToItself() {
    HealthReport report = engine(failing("database", Criticality.CRITICAL)).ready();

    assertFalse(report.json().contains("10.0.0.7"), report.json());
    assertTrue(report.detailedJson().contains("IllegalStateException"), report.detailedJson());
    assertTrue(report.detailedJson().contains("10.0.0.7"), report.detailedJson());
  }

  @Test
  void externalServicesAppearInTheDetailedReportOnly() {
    HealthEngine engine = engine(up("shipping", HealthScope.EXTERNAL));

    assertEquals(List.of(), engine.ready().results());
    assertEquals("shipping", engine.detailed().results().get(0).name());
  }

  @Test
  void startupOpensWithTheLastStepAndStaysOpen() {
    StartupGate gate = new StartupGate(clock, "migrations", "application");
    HealthEngine engine = engine(gate, List.of(failing("database", Criticality.CRITICAL)));
    gate.require("warm-up");
    gate.complete("migrations");
    gate.complete("migrations");
    gate.complete("application");
    assertEquals(503, engine.startup().httpStatus());
    assertTrue(engine.startup().json().contains("\"warm-up\":{\"status\":\"DOWN\""));

    gate.complete("warm-up");
    clock.advance(Duration.ofDays(365));
    assertEquals(200, engine.startup().httpStatus());
    assertThrows(IllegalStateException.class, () -> gate.require("late"));
    assertThrows(IllegalArgumentException.class, () -> gate.complete("unknown"));
  }

  @Test
  void readyzCarriesTheJobsOnlyWhenTheirHeartbeatIsRequired() {
    JobHeartbeat heartbeat = new JobHeartbeat(clock, Duration.ofSeconds(90));
    HealthEngine required =
        track(
            new HealthEngine(
                options().withJobHeartbeat(heartbeat), new StartupGate(clock), List.of()));
    assertEquals(
        "{\"status\":\"healthy\",\"checks\":{},"
            + "\"jobs\":{\"ok\":true,\"age_seconds\":0,\"threshold_seconds\":90}}",
        required.readyz().json());

    clock.advance(Duration.ofSeconds(91));
    assertEquals(503, required.readyz().httpStatus());
    assertTrue(required.readyz().json().startsWith("{\"status\":\"unhealthy\""));

    heartbeat.beat();
    assertEquals(200, required.readyz().httpStatus());
    assertEquals("{\"status\":\"healthy\",\"checks\":{}}", engine().readyz().json());
  }

  @Test
  void twoIndicatorsOfOneNameAreRefused() {
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> engine(up("redis", HealthScope.EXTERNAL), up("redis", HealthScope.READINESS)));
    assertTrue(failure.getMessage().contains("'redis'"));
  }

  @Test
  void anIndicatorIsRefreshedEvenIfNobodyAsks() {
    AtomicInteger asked = new AtomicInteger();
    HealthEngine engine = engine(counting(asked));
    engine.start();

    Awaitility.await().until(() -> asked.get() > 0);
  }

  @Test
  void aClosedEngineAnswersInsteadOfFailing() {
    HealthEngine engine = engine(up("database", HealthScope.READINESS));
    engine.close();

    assertEquals(503, engine.ready().httpStatus());
  }

  private HealthEngine engine(HealthIndicator... indicators) {
    return engine(new StartupGate(clock), List.of(indicators));
  }

  private HealthEngine engine(StartupGate gate, List<HealthIndicator> indicators) {
    return track(new HealthEngine(options(), gate, indicators));
  }

  private HealthEngine track(HealthEngine engine) {
    engines.add(engine);
    return engine;
  }

  private HealthOptions options() {
    return new HealthOptions(clock, Duration.ofMillis(10), WatchdogOptions.DEFAULT, null);
  }

  private static void flood(HealthEngine engine, ExecutorService visitors) {
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      answers.add(CompletableFuture.supplyAsync(() -> engine.ready().httpStatus(), visitors));
    }
    answers.forEach(answer -> assertEquals(200, answer.join()));
  }

  private static HealthIndicator counting(AtomicInteger asked) {
    return HealthIndicator.of(
        "database",
        Criticality.CRITICAL,
        HealthScope.READINESS,
        () -> {
          asked.incrementAndGet();
          return HealthOutcome.up();
        });
  }

  private static HealthIndicator up(String name, HealthScope scope) {
    return HealthIndicator.of(name, Criticality.CRITICAL, scope, HealthOutcome::up);
  }

  private static HealthIndicator meeting(String name, HealthCheck check) {
    return HealthIndicator.of(
        name, Criticality.CRITICAL, HealthScope.READINESS, Duration.ofSeconds(10), check);
  }

  private static HealthIndicator failing(String name, Criticality criticality) {
    return HealthIndicator.of(
        name,
        criticality,
        HealthScope.READINESS,
        () -> {
          throw new IllegalStateException("cannot reach 10.0.0.7:5432");
        });
  }

  private HealthIndicator hanging(String name) {
    return HealthIndicator.of(name, Criticality.CRITICAL, HealthScope.READINESS, SHORT, this::hang);
  }

  private HealthOutcome hang() throws InterruptedException {
    never.await();
    return HealthOutcome.up();
  }

  private void waitStubbornly() {
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException ignored) {
        // Plays a driver that does not honour interrupts.
      }
    }
  }
}
