package dev.tocsin.sdk.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.sql.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String NAME = "chat-session.brief-lifecycle";

  private final Telemetry telemetry = new Telemetry();
  private final InstantSource clock = () -> NOW;
  private final List<String> told = new ArrayList<>();
  private final Alerts alerts = new Alerts();
  private final DataSource dataSource = TestDatabase.H2.create();
  private final LifecycleMonitor monitor =
      new LifecycleMonitor(telemetry, clock, Duration.ofHours(1), alerts);
  private Lifecycle lifecycle;

  @BeforeEach
  void start() {
    createTable(dataSource);
    lifecycle = lifecycle(dataSource);
    monitor.register(lifecycle);
    awaitFirstLook();
    told.clear();
  }

  @AfterEach
  void stop() {
    monitor.close();
  }

  private void awaitFirstLook() {
    Awaitility.await().until(() -> monitor.watch(NAME).orElseThrow().fresh("queued").isPresent());
  }

  private static void createTable(DataSource dataSource) {
    TestDatabase.run(
        dataSource, "CREATE TABLE sessions (id VARCHAR(20), stage VARCHAR(20), since BIGINT)");
  }

  private static Lifecycle lifecycle(DataSource dataSource) {
    JdbcWorkQuery query =
        new JdbcWorkQuery(
            new Database(dataSource),
            "sessions",
            new JdbcWorkQuery.Columns(
                "id", "stage", "since", JdbcWorkQuery.SinceType.EPOCH_MILLIS));
    return new Lifecycle(
        NAME,
        List.of(
            new Stage(
                "queued",
                Duration.ofMinutes(2),
                NAME + ".queued-stuck",
                "Restart the extraction.",
                Verdict.AMBER),
            new Stage(
                "finalizing",
                Duration.ofMinutes(5),
                NAME + ".finalizing-stuck",
                "Run the reconciler.",
                Verdict.RED)),
        query,
        Map.of("session", "/admin/sessions/{id}?from={stage}"));
  }

  private void insert(String id, String stage, Duration age) {
    long since = NOW.minus(age).toEpochMilli();
    TestDatabase.run(
        dataSource, "INSERT INTO sessions VALUES ('" + id + "', '" + stage + "', " + since + ")");
  }

  private void look() throws Exception {
    monitor.watch(NAME).orElseThrow().look();
  }

  private boolean shows(String metric, String stage, String value) {
    String sample = metric + "{lifecycle=\"" + NAME + "\",stage=\"" + stage + "\"} " + value + "\n";
    return telemetry.scrape(null).body().contains(sample);
  }

  private JsonNode list(Map<String, String> query) throws Exception {
    OpsResponse response =
        monitor.endpoint().answer(new OpsRequest(Map.of("lifecycle", NAME), query, "", "anna"));
    assertEquals(200, response.status(), response.body());
    return new ObjectMapper().readTree(response.body());
  }

  @Test
  void countsAgesAndLimitsArePublished() throws Exception {
    insert("s1", "queued", Duration.ofMinutes(3));
    insert("s2", "queued", Duration.ofMinutes(1));
    look();
    assertTrue(shows("work_items", "queued", "2.0"));
    assertTrue(shows("work_stuck_items", "queued", "1.0"));
    assertTrue(shows("work_oldest_age_seconds", "queued", "180.0"));
    assertTrue(shows("work_age_limit_seconds", "queued", "120.0"));
    assertTrue(shows("work_items", "finalizing", "0.0"));
    assertTrue(shows("work_oldest_age_seconds", "finalizing", "0.0"));
  }

  @Test
  void theBlockShowsTheLimitNextToTheCount() throws Exception {
    insert("s1", "queued", Duration.ofMinutes(3));
    BlockReport report = monitor.block(lifecycle).collect();
    assertEquals("chatSessionBriefLifecycle", monitor.block(lifecycle).name());
    assertEquals(Verdict.AMBER, report.verdict());
    assertEquals(
        List.of("1 in stage queued for longer than 120 s, the oldest for 180 s."),
        report.reasons());
    assertTrue(report.fields().toString().contains("ageLimitSeconds=120.0"));
    insert("s2", "finalizing", Duration.ofMinutes(6));
    assertEquals(Verdict.RED, monitor.block(lifecycle).collect().verdict());
  }

  @Test
  void stuckEntitiesAreListedOldestFirstInPages() throws Exception {
    for (int i = 0; i < 5; i++) {
      insert("s/" + i, "queued", Duration.ofMinutes(10 + i));
    }
    insert("young", "queued", Duration.ofMinutes(1));
    JsonNode page = list(Map.of("stage", "queued", "limit", "2")).get("stages").get(0);
    assertEquals(2, page.get("stuck").size());
    assertTrue(page.get("hasMore").asBoolean());
    JsonNode oldest = page.get("stuck").get(0);
    assertEquals("s/4", oldest.get("id").asText());
    assertEquals("queued", oldest.get("state").asText());
    assertEquals(14 * 60, oldest.get("ageSeconds").asInt());
    assertEquals("Restart the extraction.", oldest.get("suggestedAction").asText());
    assertEquals("/admin/sessions/s%2F4?from=queued", oldest.get("links").get("session").asText());
    JsonNode last = list(Map.of("stage", "queued", "offset", "4")).get("stages").get(0);
    assertEquals(1, last.get("stuck").size());
  }

  @Test
  void anEpisodeIsRaisedOnceAndClearedOnce() throws Exception {
    look();
    insert("s1", "queued", Duration.ofMinutes(3));
    look();
    insert("s2", "queued", Duration.ofMinutes(3));
    look();
    insert("s3", "finalizing", Duration.ofMinutes(6));
    look();
    TestDatabase.run(dataSource, "DELETE FROM sessions WHERE id = 's1'");
    look();
    TestDatabase.run(dataSource, "DELETE FROM sessions WHERE stage = 'queued'");
    look();
    look();
    insert("s4", "queued", Duration.ofMinutes(3));
    look();
    assertEquals(
        List.of(
            "raise " + NAME + ".queued-stuck 1",
            "raise " + NAME + ".finalizing-stuck 1",
            "clear " + NAME + ".queued-stuck",
            "raise " + NAME + ".queued-stuck 1"),
        told);
  }

  @Test
  void anAlertThatCouldNotBeToldIsToldAtTheNextLook() throws Exception {
    insert("s1", "queued", Duration.ofMinutes(3));
    alerts.failing = true;
    look();
    assertEquals(List.of(), told);
    alerts.failing = false;
    look();
    assertEquals(1, told.size());
  }

  @Test
  void changingTheLimitChangesEverythingThatReadsIt() throws Exception {
    insert("s1", "queued", Duration.ofMinutes(3));
    lifecycle.changeLimit("queued", Duration.ofMinutes(4));
    look();
    assertTrue(shows("work_age_limit_seconds", "queued", "240.0"));
    assertTrue(shows("work_stuck_items", "queued", "0.0"));
    BlockReport calm = monitor.block(lifecycle).collect();
    assertEquals(Verdict.GREEN, calm.verdict());
    assertTrue(calm.fields().toString().contains("ageLimitSeconds=240.0"));
    JsonNode none = list(Map.of("stage", "queued")).get("stages").get(0);
    assertEquals(0, none.get("stuck").size());
    assertEquals(240, none.get("ageLimitSeconds").asInt());
    assertEquals(List.of(), told);
    lifecycle.changeLimit("queued", Duration.ofMinutes(1));
    look();
    assertTrue(shows("work_stuck_items", "queued", "1.0"));
    assertEquals(Verdict.AMBER, monitor.block(lifecycle).collect().verdict());
    assertEquals(1, list(Map.of("stage", "queued")).get("stages").get(0).get("stuck").size());
    assertEquals(List.of("raise " + NAME + ".queued-stuck 1"), told);
  }

  @Test
  void aQueryThatFailsIsSaidAndNotShownAsCalm() {
    TestDatabase.run(dataSource, "DROP TABLE sessions");
    assertThrows(Exception.class, () -> monitor.block(lifecycle).collect());
    OpsResponse response =
        monitor.endpoint().answer(new OpsRequest(Map.of("lifecycle", NAME), Map.of(), "", "a"));
    assertEquals(503, response.status());
  }

  @Test
  void wrongRequestsAreToldHowToDoBetter() {
    OpsRequest unknown = new OpsRequest(Map.of("lifecycle", "none"), Map.of(), "", "a");
    assertTrue(monitor.endpoint().answer(unknown).body().contains(NAME));
    OpsRequest stage = new OpsRequest(Map.of("lifecycle", NAME), Map.of("stage", "paid"), "", "a");
    assertEquals(400, monitor.endpoint().answer(stage).status());
    assertTrue(monitor.endpoint().answer(stage).body().contains("finalizing"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new JdbcWorkQuery.Columns("id; DROP", "a", "b", JdbcWorkQuery.SinceType.TIMESTAMP));
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void everyDatabaseIsCounted(TestDatabase kind) throws Exception {
    DataSource other = kind.create();
    createTable(other);
    long since = NOW.minusSeconds(180).toEpochMilli();
    TestDatabase.run(other, "INSERT INTO sessions VALUES ('s1', 'queued', " + since + ")");
    WorkQuery query = lifecycle(other).query();
    Instant before = NOW.minusSeconds(120);
    assertEquals(new StageCount(1, 1, NOW.minusSeconds(180)), query.count("queued", before));
    assertEquals(new StageCount(0, 0, null), query.count("finalizing", before));
    assertEquals(
        List.of(new WorkItem("s1", NOW.minusSeconds(180))), query.stuck("queued", before, 0, 5));
  }

  @Test
  void timestampsAreReadToo() throws Exception {
    DataSource postgres = TestDatabase.POSTGRESQL.create();
    TestDatabase.run(
        postgres,
        "CREATE TABLE orders (id INT, state TEXT, entered TIMESTAMPTZ)",
        "INSERT INTO orders VALUES (7, 'RESERVED', '2025-12-31T23:57:00Z')");
    JdbcWorkQuery query =
        new JdbcWorkQuery(
            new Database(postgres),
            "orders",
            new JdbcWorkQuery.Columns("id", "state", "entered", JdbcWorkQuery.SinceType.TIMESTAMP));
    assertEquals(
        new StageCount(1, 1, NOW.minusSeconds(180)),
        query.count("RESERVED", NOW.minusSeconds(120)));
  }

  private final class Alerts implements StuckWorkAlerts {
    boolean failing;

    @Override
    public void raise(StuckWork work) {
      if (failing) {
        throw new IllegalStateException("the spool is full");
      }
      told.add("raise " + work.alertKey() + " " + work.stuck());
    }

    @Override
    public void clear(StuckWork work) {
      told.add("clear " + work.alertKey());
    }
  }
}
