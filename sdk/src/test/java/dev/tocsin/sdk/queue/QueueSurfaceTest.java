package dev.tocsin.sdk.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsEndpoint;
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
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueSurfaceTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String LETTERS = "/ops/queues/{queue}/dead-letters";

  private final Telemetry telemetry = new Telemetry();
  private final InstantSource clock = () -> NOW;
  private final List<String> replayed = new ArrayList<>();
  private final ExportQueue queue = new ExportQueue();
  private QueueMonitor monitor;
  private List<OpsEndpoint> endpoints;
  private Database database;

  @BeforeEach
  void start() throws Exception {
    database = new Database(TestDatabase.H2.create());
    JdbcDeadLetters.createTables(database);
    queue.letters =
        new JdbcDeadLetters(
            database, "export", (connection, event) -> replayed.add(event.id()), clock);
    monitor =
        new QueueMonitor(
            telemetry, new ApplicationMetrics(telemetry).work(), clock, Duration.ofMillis(20));
    monitor.register(queue);
    endpoints = new QueueEndpoints(monitor, clock, 5).all();
  }

  @AfterEach
  void stop() {
    monitor.close();
  }

  private void bury(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      String payload = "{\"order\":\"o-" + i + "\",\"card\":{\"number\":\"4242\"}}";
      QueuedEvent event =
          new QueuedEvent("e" + i, "export", "k", payload, Map.of(), NOW.minusSeconds(600 - i));
      database.inTransaction(
          connection -> {
            queue.letters.bury(connection, event, "503 from the partner", 10);
            return null;
          });
    }
  }

  private OpsResponse call(String method, String path, Map<String, String> query, String body) {
    OpsEndpoint endpoint =
        endpoints.stream()
            .filter(e -> e.method().equals(method) && e.path().equals(path))
            .findFirst()
            .orElseThrow();
    return endpoint.answer(
        new OpsRequest(Map.of("queue", "export", "id", "e0"), query, body, "anna"));
  }

  private JsonNode ok(String method, String path, Map<String, String> query, String body)
      throws Exception {
    OpsResponse response = call(method, path, query, body);
    assertEquals(200, response.status(), response.body());
    return new ObjectMapper().readTree(response.body());
  }

  private void refused(int status, String says, String path, String body) {
    OpsResponse response = call("POST", path, Map.of(), body);
    assertEquals(status, response.status());
    assertTrue(response.body().contains(says), response.body());
  }

  private boolean shows(String sample) {
    return telemetry.scrape(null).body().contains(sample + "\n");
  }

  @Test
  void figuresBecomeMetricsAndABlock() throws Exception {
    queue.figures = new QueueFigures(7, Duration.ofMinutes(6), 2, 0);
    Awaitility.await().until(() -> shows("queue_depth{queue=\"export\"} 7.0"));
    assertTrue(shows("queue_oldest_age_seconds{queue=\"export\"} 360.0"));
    assertTrue(shows("queue_dead_letters{queue=\"export\"} 2.0"));
    assertTrue(shows("export_events_dead_letter 2.0"));
    BlockReport report = new QueuesBlock(monitor).collect();
    assertEquals(Verdict.RED, report.verdict());
    assertEquals(2, report.reasons().size());
    JsonNode listed = ok("GET", "/ops/queues", Map.of(), "").get("queues").get(0);
    assertEquals(7, listed.get("depth").asInt());
    assertEquals(300, listed.get("maxAgeSeconds").asInt());
  }

  @Test
  void aQueueThatCannotBeLookedAtIsUnknownAndNotEmpty() {
    queue.failure = new IllegalStateException("connection refused");
    Awaitility.await().until(() -> shows("queue_depth{queue=\"export\"} NaN"));
    BlockReport report = new QueuesBlock(monitor).collect();
    assertEquals(Verdict.RED, report.verdict());
    assertTrue(report.reasons().get(0).contains("connection refused"));
  }

  @Test
  void payloadsAreMaskedUntilSomebodyAsksForThem() throws Exception {
    bury(2);
    JsonNode masked = ok("GET", LETTERS, Map.of("limit", "1"), "");
    JsonNode letter = masked.get("deadLetters").get(0);
    assertEquals(
        "{\"order\":\"***\",\"card\":{\"number\":\"***\"}}", letter.get("payload").asText());
    assertEquals("503 from the partner", letter.get("error").asText());
    assertEquals(10, letter.get("attempts").asInt());
    assertEquals(600, letter.get("ageSeconds").asInt());
    assertTrue(masked.get("hasMore").asBoolean());
    assertFalse(masked.get("mayBeIncomplete").asBoolean());
    JsonNode viewed = ok("GET", LETTERS + "/{id}", Map.of("payload", "view"), "");
    assertTrue(viewed.get("payload").asText().contains("4242"));
  }

  @Test
  void theListSaysThatItMayBeIncompleteWhileABufferHoldsEvents() throws Exception {
    queue.figures = new QueueFigures(0, Duration.ZERO, 0, 3);
    JsonNode list = ok("GET", LETTERS, Map.of(), "");
    assertTrue(list.get("mayBeIncomplete").asBoolean());
    assertTrue(list.get("warning").asText().startsWith("3 events"));
  }

  @Test
  void aReplayIsBoundedAndThrottled() throws Exception {
    bury(9);
    String path = LETTERS + "/replay";
    JsonNode first = ok("POST", path, Map.of(), "{\"limit\":4,\"why\":\"partner is back\"}");
    assertEquals(5, first.get("remaining").asInt());
    assertEquals(List.of("e0", "e1", "e2", "e3"), replayed);
    JsonNode second =
        ok("POST", path, Map.of(), "{\"ids\":[\"e7\",\"e8\"],\"why\":\"partner is back\"}");
    assertEquals(List.of("e0", "e1", "e2", "e3", "e7"), replayed);
    assertEquals("e8", second.get("throttled").get(0).asText());
    refused(429, "within a minute", path, "{\"limit\":1,\"why\":\"go on\"}");
  }

  @Test
  void aRepeatedReplayReplaysNothingAgain() throws Exception {
    bury(3);
    String body = "{\"ids\":[\"e1\"],\"why\":\"partner is back\"}";
    ok("POST", LETTERS + "/replay", Map.of(), body);
    JsonNode repeated = ok("POST", LETTERS + "/replay", Map.of(), body);
    assertEquals("e1", repeated.get("skipped").get(0).asText());
    assertEquals(List.of("e1"), replayed);
  }

  @Test
  void nothingIsDecidedWithoutSayingWhatAndWhy() throws Exception {
    bury(1);
    String decisions = LETTERS + "/decisions";
    refused(400, "'why'", decisions, "{\"decision\":\"handled\",\"ids\":[\"e0\"]}");
    refused(400, "'decision' must be", decisions, "{\"ids\":[\"e0\"],\"why\":\"x\"}");
    refused(400, "'ids', or a 'limit'", decisions, "{\"decision\":\"handled\",\"why\":\"x\"}");
    refused(400, "'ids', or a 'limit'", LETTERS + "/replay", "{\"limit\":101,\"why\":\"x\"}");
    refused(400, "not JSON", decisions, "{");
    refused(400, "JSON object", decisions, "[]");
    assertEquals(1, queue.letters.undecided());
  }

  @Test
  void aDecisionIsRecordedWithWhoAndWhyAndADeferredLetterStays() throws Exception {
    bury(2);
    String decisions = LETTERS + "/decisions";
    ok(
        "POST",
        decisions,
        Map.of(),
        "{\"decision\":\"handled\",\"ids\":[\"e0\"],\"why\":\"sent by mail\"}");
    ok(
        "POST",
        decisions,
        Map.of(),
        "{\"decision\":\"deferred\",\"ids\":[\"e1\"],\"why\":\"partner closed\"}");
    JsonNode handled = ok("GET", LETTERS + "/{id}", Map.of(), "").get("decision");
    assertEquals("handled", handled.get("decision").asText());
    assertEquals("anna", handled.get("who").asText());
    assertEquals("sent by mail", handled.get("why").asText());
    JsonNode rest = ok("GET", LETTERS, Map.of(), "").get("deadLetters");
    assertEquals(1, rest.size());
    assertEquals("e1", rest.get(0).get("id").asText());
    assertEquals(0, queue.letters.undecided());
  }

  @Test
  void aLetterWithoutADecisionIsNeverPurged() throws Exception {
    bury(3);
    String body = "{\"decision\":\"handled\",\"ids\":[\"e0\"],\"why\":\"sent by mail\"}";
    ok("POST", LETTERS + "/decisions", Map.of(), body);
    assertEquals(1, queue.letters.purge(NOW.plusSeconds(1)));
    assertEquals(2, queue.letters.list(0, 10).size());
  }

  @Test
  void wrongQueriesAndUnknownQueuesAreToldHowToDoBetter() throws Exception {
    assertEquals(400, call("GET", LETTERS, Map.of("limit", "0"), "").status());
    assertEquals(400, call("GET", LETTERS, Map.of("payload", "all"), "").status());
    OpsRequest unknown = new OpsRequest(Map.of("queue", "none"), Map.of(), "", "anna");
    OpsResponse response = endpoints.get(1).answer(unknown);
    assertEquals(404, response.status());
    assertTrue(response.body().contains("GET /ops/queues"));
    assertThrows(IllegalArgumentException.class, () -> monitor.register(queue));
  }

  @Test
  void theOfflineQueueCountsItsSyncs() {
    OfflineQueue offline = new OfflineQueue(telemetry, QueueLimits.defaults());
    offline.record(12, Duration.ofMinutes(10));
    offline.recordSynced();
    offline.recordSynced();
    offline.recordSynced();
    offline.recordSyncFailed();
    assertTrue(shows("offline_queue_depth 12.0"));
    assertTrue(shows("offline_queue_oldest_age_seconds 600.0"));
    assertTrue(shows("offline_queue_sync_total{outcome=\"success\"} 3.0"));
    BlockReport report = offline.collect();
    assertEquals(0.75, report.fields().get("syncSuccessRatio"));
    assertEquals(Verdict.AMBER, report.verdict());
  }

  private static final class ExportQueue implements MonitoredQueue {
    volatile QueueFigures figures = QueueFigures.of(0, Duration.ZERO);
    volatile RuntimeException failure;
    JdbcDeadLetters letters;

    @Override
    public String name() {
      return "export";
    }

    @Override
    public QueueFigures figures() {
      if (failure != null) {
        throw failure;
      }
      return figures;
    }

    @Override
    public Optional<DeadLetters> deadLetters() {
      return Optional.of(letters);
    }

    @Override
    public Optional<String> deadLetterMetric() {
      return Optional.of("export_events_dead_letter");
    }
  }
}
