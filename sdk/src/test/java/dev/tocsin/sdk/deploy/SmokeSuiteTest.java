package dev.tocsin.sdk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.sdk.health.Criticality;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOptions;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthScope;
import dev.tocsin.sdk.health.RedisIndicator;
import dev.tocsin.sdk.health.StartupGate;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.migration.FlywayMigrations;
import dev.tocsin.sdk.ops.MetricsAccess;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import dev.tocsin.sdk.ops.OpsServer;
import dev.tocsin.sdk.ops.OpsSurface;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.testkit.RealRedis;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmokeSuiteTest {

  private static final InetSocketAddress FREE_PORT = new InetSocketAddress("localhost", 0);
  private static final String TOKEN = "s3cret";

  private final AtomicReference<HealthOutcome> memory = new AtomicReference<>(HealthOutcome.up());
  private final AtomicReference<HealthOutcome> database = new AtomicReference<>(HealthOutcome.up());
  private final Telemetry telemetry = new Telemetry();
  private final HealthEngine health =
      new HealthEngine(
          HealthOptions.defaults(),
          new StartupGate(InstantSource.system()),
          List.of(
              HealthIndicator.of("memory", Criticality.CRITICAL, HealthScope.PROCESS, memory::get),
              HealthIndicator.of(
                  "database", Criticality.CRITICAL, HealthScope.READINESS, database::get)));
  private final OpsServer server =
      new OpsServer(
          OpsSurface.builder(telemetry)
              .health(health)
              .metrics(MetricsAccess.withToken(TOKEN))
              .build(),
          FREE_PORT);

  SmokeSuiteTest() {
    telemetry.gauge("shop_open", "1 when the shop is open.").set(1);
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
    health.close();
    telemetry.close();
  }

  @Test
  void anApplicationThatWorksPassesInTheShapeOfTheContract() throws Exception {
    SmokeTest own = SmokeTest.of("products", SmokeOutcome::passed);
    try (SmokeSuite suite =
        suite(SmokeTest.readiness(target()), SmokeTest.metrics(target()), own)) {
      SmokeReport report = suite.runSmokeTests();
      assertTrue(report.passed(), report::json);
      JsonNode json = new ObjectMapper().readTree(report.json());
      assertTrue(json.path("passed").isBoolean());
      assertEquals(3, json.path("results").size());
      JsonNode readiness = json.path("results").path(0);
      assertEquals("readiness", readiness.path("test").asText());
      assertTrue(readiness.path("passed").asBoolean());
      assertTrue(readiness.path("duration").isIntegralNumber());
      assertFalse(readiness.has("error"));
      assertTrue(exposed().contains("\ndeploy_smoke_passed 1.0\n"), exposed());
      assertTrue(
          exposed().contains("deploy_smoke_tests_total{outcome=\"passed\",test=\"products\"} 1"));
    }
  }

  @Test
  void skippedNeverCountsAsPassed() throws Exception {
    SmokeTest skipped = SmokeTest.skipped("metrics", "METRICS_ENABLED is not true");
    try (SmokeSuite suite = suite(SmokeTest.readiness(target()), skipped)) {
      SmokeReport report = suite.runSmokeTests();
      assertFalse(report.passed());
      assertEquals(SmokeVerdict.SKIPPED, report.verdict());
      JsonNode result = new ObjectMapper().readTree(report.json()).path("results").path(1);
      assertFalse(result.path("passed").asBoolean());
      assertEquals("skipped", result.path("outcome").asText());
      assertEquals("METRICS_ENABLED is not true", result.path("reason").asText());
      assertTrue(exposed().contains("\ndeploy_smoke_passed 0.0\n"));
      assertEquals(Verdict.AMBER, block(suite).collect().verdict());
    }
    try (SmokeSuite empty = suite()) {
      assertFalse(empty.runSmokeTests().passed());
    }
  }

  @Test
  void aDatabaseThatIsDownIsPutDownToASharedDependencyAndOwnMemoryIsNot() {
    try (SmokeSuite suite = suite(SmokeTest.readiness(target()))) {
      database.set(HealthOutcome.down("refused by db-1.internal"));
      SmokeReport shared = suite.runSmokeTests();
      assertEquals(
          "readiness: GET /health/ready answered 503 instead of 200; down: database",
          shared.failures());
      assertTrue(shared.onlySharedDependenciesFailed());
      assertEquals(Verdict.RED, block(suite).collect().verdict());
    }
    memory.set(HealthOutcome.down("full"));
    try (SmokeSuite suite = suite(SmokeTest.readiness(target()))) {
      Awaitility.await()
          .until(() -> suite.runSmokeTests().failures().endsWith("down: memory, database"));
      assertFalse(suite.runSmokeTests().onlySharedDependenciesFailed());
    }
  }

  @Test
  void metricsThatAreRefusedOrNoPrometheusTextFail() throws Exception {
    try (SmokeSuite suite = suite(SmokeTest.metrics(new SmokeTarget(this::address, "wrong")))) {
      assertEquals(
          "metrics: GET /metrics answered 401 instead of 200", suite.runSmokeTests().failures());
    }
    HttpServer other = HttpServer.create(FREE_PORT, 0);
    byte[] body = "orders_total one\n".getBytes(StandardCharsets.UTF_8);
    other.createContext(
        "/shop/metrics",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    other.start();
    URI shop = URI.create("http://localhost:" + other.getAddress().getPort() + "/shop/");
    try (SmokeSuite suite = suite(SmokeTest.metrics(new SmokeTarget(() -> shop, null)))) {
      assertEquals(
          "metrics: GET /metrics is no Prometheus text: line 1: no number as value:"
              + " orders_total one",
          suite.runSmokeTests().failures());
    } finally {
      other.stop(0);
    }
  }

  @Test
  void nobodyListeningFails() {
    server.close();
    try (SmokeSuite suite = suite(SmokeTest.readiness(target()))) {
      assertTrue(suite.runSmokeTests().failures().startsWith("readiness: ConnectException"));
    }
  }

  @Test
  void migrationsThatAreMissingFailUntilTheyAreApplied() {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:mem:smoke;DB_CLOSE_DELAY=-1");
    Flyway first =
        Flyway.configure()
            .dataSource(dataSource)
            .locations("classpath:db/smoke")
            .target("1")
            .load();
    Flyway all = Flyway.configure().dataSource(dataSource).locations("classpath:db/smoke").load();
    first.migrate();
    try (SmokeSuite suite = suite(SmokeTest.migrations(new FlywayMigrations(all)))) {
      SmokeReport pending = suite.runSmokeTests();
      assertEquals("migrations: 1 migrations are not applied: 2", pending.failures());
      assertFalse(pending.onlySharedDependenciesFailed());
      all.migrate();
      assertTrue(suite.runSmokeTests().passed());

      dataSource.setURL("jdbc:h2:mem:gone;IFEXISTS=TRUE");
      assertTrue(suite.runSmokeTests().onlySharedDependenciesFailed());
    }
  }

  @Test
  void redisIsAskedDirectlyAndItsOutageIsNoFaultOfTheRelease() throws Exception {
    try (RealRedis redis = new RealRedis();
        SmokeSuite suite = suite(SmokeTest.indicator(RedisIndicator.of(redis.url())))) {
      assertTrue(suite.runSmokeTests().passed());
      redis.stop();
      SmokeReport down = suite.runSmokeTests();
      assertEquals(SmokeVerdict.FAILED, down.verdict());
      assertEquals("redis", down.results().get(0).test());
      assertTrue(down.onlySharedDependenciesFailed(), down.failures());
    }
  }

  @Test
  void aTestThatHangsIsCutAndNotBegunAgain() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    SmokeTest stubborn =
        SmokeTest.of(
            "stubborn",
            () -> {
              begun.incrementAndGet();
              awaitUninterruptibly(release);
              return SmokeOutcome.passed();
            });
    try (SmokeSuite suite =
        new SmokeSuite(
            List.of(stubborn, SmokeTest.of("other", SmokeOutcome::passed)),
            Duration.ofMillis(100),
            InstantSource.system(),
            telemetry)) {
      assertEquals("stubborn: it did not end within 100 ms", suite.runSmokeTests().failures());
      assertEquals("stubborn: it still hangs in an earlier run", suite.runSmokeTests().failures());
      assertEquals(1, begun.get());
      release.countDown();
    }
  }

  @Test
  void aTestThatThrowsFailsAndTheOthersStillRun() {
    SmokeTest broken =
        SmokeTest.of(
            "broken",
            () -> {
              throw new IllegalStateException("no products");
            });
    try (SmokeSuite suite = suite(broken, SmokeTest.of("other", SmokeOutcome::passed))) {
      SmokeReport report = suite.runSmokeTests();
      assertEquals("broken: IllegalStateException: no products", report.failures());
      assertTrue(report.results().get(1).passed());
    }
  }

  @Test
  void whoComesDuringARunGetsItsResults() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    SmokeTest slow =
        SmokeTest.of(
            "slow",
            () -> {
              runs.incrementAndGet();
              running.countDown();
              release.await();
              return SmokeOutcome.passed();
            });
    var callers = Executors.newFixedThreadPool(2);
    try (SmokeSuite suite = suite(slow)) {
      Future<SmokeReport> first = callers.submit(suite::runSmokeTests);
      running.await();
      Thread second = new Thread(suite::runSmokeTests);
      second.start();
      Awaitility.await().until(() -> second.getState() == Thread.State.BLOCKED);
      release.countDown();
      assertTrue(first.get().passed());
      second.join();
      assertEquals(1, runs.get());
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void twoTestsOfOneNameAreRefused() {
    SmokeTest test = SmokeTest.of("products", SmokeOutcome::passed);
    assertThrows(IllegalArgumentException.class, () -> suite(test, test));
  }

  @Test
  void theEndpointRunsTheTestsAndAnswersWithTheReport() throws Exception {
    try (SmokeSuite suite = suite(SmokeTest.readiness(target()))) {
      SmokeEndpoint endpoint = new SmokeEndpoint(suite);
      assertEquals("POST /ops/smoke", endpoint.method() + " " + endpoint.path());
      OpsResponse answer = endpoint.answer(new OpsRequest(Map.of(), Map.of(), "", "operator"));
      assertEquals(200, answer.status());
      assertTrue(new ObjectMapper().readTree(answer.body()).path("passed").asBoolean());
      assertEquals(Verdict.GREEN, block(suite).collect().verdict());
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        done = false;
      }
    }
  }

  private SmokeSuite suite(SmokeTest... tests) {
    return new SmokeSuite(
        List.of(tests), SmokeSuite.DEFAULT_TIMEOUT, InstantSource.system(), telemetry);
  }

  private static SmokeBlock block(SmokeSuite suite) {
    RollbackOptions options =
        new RollbackOptions(
            false,
            Path.of("target/no-such-history.json"),
            1,
            RollbackOptions.DEFAULT_WINDOW,
            RollbackOptions.SharedFailures.COUNT);
    return new SmokeBlock(suite, new RollbackGuard(options, InstantSource.system()));
  }

  private SmokeTarget target() {
    return new SmokeTarget(this::address, TOKEN);
  }

  private URI address() {
    return URI.create("http://localhost:" + server.port());
  }

  private String exposed() {
    return telemetry.scrape(null).body();
  }
}
