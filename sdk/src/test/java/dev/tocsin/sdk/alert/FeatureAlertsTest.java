package dev.tocsin.sdk.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.deploy.DeployVerification;
import dev.tocsin.sdk.deploy.RollbackGuard;
import dev.tocsin.sdk.deploy.RollbackOptions;
import dev.tocsin.sdk.deploy.SmokeOutcome;
import dev.tocsin.sdk.deploy.SmokeSuite;
import dev.tocsin.sdk.deploy.SmokeTest;
import dev.tocsin.sdk.fallback.ActiveMode;
import dev.tocsin.sdk.fallback.FallbackEvent;
import dev.tocsin.sdk.fallback.FallbackNotification;
import dev.tocsin.sdk.fallback.FallbackOptions;
import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.lifecycle.JdbcWorkQuery;
import dev.tocsin.sdk.lifecycle.JdbcWorkQuery.SinceType;
import dev.tocsin.sdk.lifecycle.Lifecycle;
import dev.tocsin.sdk.lifecycle.LifecycleMonitor;
import dev.tocsin.sdk.lifecycle.Stage;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.outbox.FileLogBuffer;
import dev.tocsin.sdk.outbox.JdbcQueue;
import dev.tocsin.sdk.outbox.JdbcQueueTransport;
import dev.tocsin.sdk.outbox.Outbox;
import dev.tocsin.sdk.outbox.OutboxBuilder;
import dev.tocsin.sdk.outbox.Placement;
import dev.tocsin.sdk.security.RequestOrigin;
import dev.tocsin.sdk.security.SecurityAudit;
import dev.tocsin.sdk.security.SecurityOptions;
import dev.tocsin.sdk.security.UserNames;
import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.sql.TestDatabase;
import dev.tocsin.sdk.testkit.ManualClock;
import dev.tocsin.sdk.usage.Admission;
import dev.tocsin.sdk.usage.Deployment;
import dev.tocsin.sdk.usage.ModelContract;
import dev.tocsin.sdk.usage.ModelId;
import dev.tocsin.sdk.usage.TokenUsage;
import dev.tocsin.sdk.usage.UsageLedger;
import dev.tocsin.sdk.usage.UsageMeter;
import dev.tocsin.sdk.usage.UsageOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each feature with an alert, at work: it raises, and its end ends the alert.
class FeatureAlertsTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PRICES =
      """
      {"currency": "USD", "families": [{"provider": "openai", "family": "gpt-free", "prices": [
        {"validFrom": "2024-01-01", "inputPerMillion": 0, "outputPerMillion": 0}]}]}
      """;

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private final Telemetry telemetry = new Telemetry();
  private final Fallbacks fallbacks = new Fallbacks(telemetry, FallbackOptions.defaults(), clock);
  private final FeatureAlerts alerts = new FeatureAlerts(fallbacks);

  @AfterEach
  void close() {
    fallbacks.close();
    telemetry.close();
  }

  @Test
  void anOutboxInRecoveryWarnsUntilItsEventsAreBack() throws Exception {
    JdbcDataSource database = database();
    String address = database.getURL();
    try (Outbox outbox =
        outbox(database)
            .buffer(new FileLogBuffer(folder, FileLogBuffer.DEFAULT_MAX_BYTES))
            .build()) {
      database.setURL("jdbc:h2:mem:gone;IFEXISTS=TRUE");
      outbox.start();
      assertEquals(Placement.BUFFER, outbox.publish("mail", "k", "{}"));
      awaitActive("automation.outbox.recovery-active", FallbackSeverity.WARNING);

      clock.advance(Duration.ofDays(1));
      awaitActive("automation.outbox.recovery-active", FallbackSeverity.WARNING);
      database.setURL(address);
      awaitNothingActive();
    }
  }

  @Test
  void aLostEventIsCriticalAndOverWhenNoneFollows() throws Exception {
    JdbcDataSource database = database();
    try (Outbox outbox = outbox(database).build()) {
      database.setURL("jdbc:h2:mem:gone;IFEXISTS=TRUE");
      assertEquals(Placement.LOST, outbox.publish("mail", "k", "{}"));
      awaitActive("automation.outbox.events-lost", FallbackSeverity.CRITICAL);
    }
    clock.advance(Duration.ofMinutes(31));
    awaitNothingActive();
  }

  @Test
  void useOfAModelAtNoCostIsCriticalAndOverWhenNoneFollows() throws Exception {
    UsageLedger ledger = new UsageLedger(database());
    ledger.createTables();
    ModelContract contract =
        ModelContract.read(
            PRICES,
            "[\"openai/gpt-free\"]",
            Deployment.LOCAL,
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    UsageOptions options = UsageOptions.defaults().withAlarm(alerts.zeroCost());
    try (UsageMeter meter = new UsageMeter(contract, ledger, options, telemetry, clock)) {
      Admission admission = meter.reserve("ann", ModelId.parse("openai/gpt-free"), 10, 10);
      assertInstanceOf(Admission.Admitted.class, admission)
          .reservation()
          .settle(TokenUsage.reported(10, 1));
      awaitActive("llm-gateway.pricing.zero-cost.gpt-free", FallbackSeverity.CRITICAL);
    }
    clock.advance(Duration.ofMinutes(31));
    awaitNothingActive();
  }

  @Test
  void aReleaseThatFailsItsSmokeTestsIsCriticalUntilTheyPass() throws Exception {
    AtomicReference<SmokeOutcome> products =
        new AtomicReference<>(SmokeOutcome.failed("no products"));
    SmokeTest test = SmokeTest.of("products", products::get);
    RollbackGuard stay =
        new RollbackGuard(
            new RollbackOptions(
                false,
                folder.resolve("exits.json"),
                3,
                Duration.ofHours(1),
                RollbackOptions.SharedFailures.COUNT),
            clock);
    try (SmokeSuite suite =
            new SmokeSuite(List.of(test), SmokeSuite.DEFAULT_TIMEOUT, clock, telemetry);
        DeployVerification verification =
            new DeployVerification(suite, stay, List.of(alerts.deploy()), telemetry, code -> {})) {
      verification.bootedNow(Duration.ZERO);
      awaitActive(FeatureAlerts.SMOKE_KEY, FallbackSeverity.CRITICAL);

      clock.advance(Duration.ofDays(1));
      CompletableFuture.runAsync(suite::runSmokeTests).get();
      awaitActive(FeatureAlerts.SMOKE_KEY, FallbackSeverity.CRITICAL);
      products.set(SmokeOutcome.passed());
      assertTrue(suite.runSmokeTests().passed());
      awaitNothingActive();
    }
  }

  @Test
  void workThatIsStuckIsAnAlertAlsoWhereTheStageIsAmber() throws Exception {
    JdbcDataSource database = database();
    TestDatabase.run(
        database,
        "CREATE TABLE session (id VARCHAR(9), state VARCHAR(20), since BIGINT)",
        "INSERT INTO session VALUES ('s-1', 'FINALIZING', 0)");
    String key = "chat-session.brief-lifecycle.finalizing-stuck";
    Stage stage = new Stage("FINALIZING", Duration.ofMinutes(5), key, "Finish it.", Verdict.AMBER);
    JdbcWorkQuery.Columns columns =
        new JdbcWorkQuery.Columns("id", "state", "since", SinceType.EPOCH_MILLIS);
    Lifecycle lifecycle =
        new Lifecycle(
            "chat-session.brief-lifecycle",
            List.of(stage),
            new JdbcWorkQuery(new Database(database), "session", columns),
            Map.of());
    List<FallbackEvent> heard = new CopyOnWriteArrayList<>();
    fallbacks.addListener(heard::add);
    try (LifecycleMonitor monitor =
        new LifecycleMonitor(telemetry, clock, Duration.ofMillis(20), alerts.stuckWork())) {
      monitor.register(lifecycle);
      awaitActive(key, FallbackSeverity.WARNING);
      TestDatabase.run(database, "DELETE FROM session");
      awaitNothingActive();
      Awaitility.await().atMost(LIMIT).until(() -> heard.size() == 2);
    }
    assertTrue(heard.stream().allMatch(FallbackEvent::paging), "the incident queue has both");
  }

  @Test
  void anAttackIsCriticalUntilItIsOver() {
    RequestOrigin attacker = new RequestOrigin("192.0.2.9", "curl/8", null);
    try (SecurityAudit audit =
        new SecurityAudit(
            SecurityOptions.defaults(UserNames.plain()),
            List.of(),
            List.of(alerts.security()),
            telemetry,
            clock)) {
      for (int i = 0; i < 10; i++) {
        audit.failedLogin("ann", attacker, "bad_credentials");
      }
      FallbackNotification raised =
          awaitActive("security.brute_force.failures_of_account", FallbackSeverity.CRITICAL);
      assertTrue(!raised.toString().contains("ann"), "nobody's name leaves with an alert");

      clock.advance(Duration.ofMinutes(16));
      audit.start();
      awaitNothingActive();
    }
  }

  private FallbackNotification awaitActive(String key, FallbackSeverity severity) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () -> fallbacks.active().stream().map(mode -> mode.status().key()).toList(),
            List.of(key)::equals);
    ActiveMode active = fallbacks.active().get(0);
    assertEquals(severity, active.status().latest().severity());
    return active.status().latest();
  }

  private void awaitNothingActive() {
    Awaitility.await().atMost(LIMIT).until(() -> fallbacks.active().isEmpty());
  }

  private OutboxBuilder outbox(JdbcDataSource database) {
    return Outbox.of("automation", database, new JdbcQueueTransport(new Database(database)))
        .clock(InstantSource.system())
        .alerts(alerts.outbox());
  }

  private static JdbcDataSource database() throws Exception {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    JdbcQueue.createTables(new Database(database));
    return database;
  }
}
