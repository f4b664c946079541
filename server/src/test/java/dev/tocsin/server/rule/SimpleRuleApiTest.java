package dev.tocsin.server.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.promql.InstantSample;
import dev.tocsin.promql.Value;
import dev.tocsin.series.Labels;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.TestApi;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimpleRuleApiTest {
  private static final String PATH = "/api/v1/monitoring/alerts";
  private static final String WANTED =
      """
      {"name": "Queue too long", "metric": "queue_depth", "condition": "GT", "threshold": 100.5,
       "duration": 120, "channel": "EMAIL", "recipients": [" ops@shop.example "]}
      """;

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final List<String> tests = new ArrayList<>();
  private final List<String> trail = new ArrayList<>();
  private Database database;
  private SimpleRules rules;
  private TestApi api;

  @BeforeEach
  void start() {
    database = TestDatabases.sqlite(folder);
    rules = new SimpleRules(database, SimpleRuleApiTest::value, clock);
    var desk =
        new RuleDesk(
            rules,
            clock,
            List.of("default@shop.example"),
            this::sendTest,
            (actor, action, _, detail) -> trail.add(actor + " " + action + " " + detail));
    api = new TestApi(new SimpleRuleApi(desk));
  }

  @AfterEach
  void stop() {
    api.close();
    database.close();
  }

  private String sendTest(StoredRule rule, String by) {
    if (rule.rule().notice().channel() == AlertChannel.SLACK) {
      throw RuleDesk.refusal("no channel is set up");
    }
    tests.add(rule.rule().name() + " by " + by);
    return "key-1";
  }

  /// One histogram exists.
  private static Value value(dev.tocsin.promql.ast.Expr expr, long atMillis) {
    boolean there = expr.toString().contains("search_seconds_bucket");
    return new Value.InstantVector(
        there ? List.of(new InstantSample(Labels.EMPTY, atMillis, 3)) : List.of());
  }

  private JsonNode call(int status, String method, String path, String body)
      throws IOException, InterruptedException {
    var answer = api.call("admin", method, path, body);
    assertEquals(status, answer.statusCode(), answer.body());
    return answer.body().isEmpty() ? null : new ObjectMapper().readTree(answer.body());
  }

  @Test
  void aRuleIsMadeReadChangedAndDeleted() throws IOException, InterruptedException {
    var made = call(201, "POST", PATH, WANTED).get("data");
    assertEquals("Queue too long", made.get("name").asText());
    assertEquals("GAUGE", made.get("kind").asText());
    assertEquals(100.5, made.get("threshold").asDouble());
    assertEquals(120, made.get("duration").asInt());
    assertEquals(60, made.get("evaluationInterval").asInt());
    assertEquals(30, made.get("cooldownMinutes").asInt());
    assertEquals("P3", made.get("severity").asText());
    assertTrue(made.get("isActive").asBoolean());
    assertEquals("ops@shop.example", made.get("recipients").get(0).asText());
    assertEquals(0, made.get("triggerCount").asInt());
    assertFalse(made.has("lastTriggeredAt"));
    assertEquals("queue_depth > 100.5", made.get("expression").asText());

    var one = PATH + "/" + made.get("id").asText();
    clock.advance(java.time.Duration.ofSeconds(1));
    var changed = call(200, "PATCH", one, "{\"threshold\": 80, \"isActive\": false}").get("data");
    assertEquals(80, changed.get("threshold").asInt());
    assertFalse(changed.get("isActive").asBoolean());
    assertEquals(120, changed.get("duration").asInt());
    assertEquals(made.get("createdAt"), changed.get("createdAt"));
    assertFalse(made.get("updatedAt").equals(changed.get("updatedAt")));
    assertEquals(changed, call(200, "GET", PATH, "").get("data").get(0));

    call(204, "DELETE", one, "");
    call(404, "DELETE", one, "");
    call(404, "PATCH", one, "{}");
    call(404, "POST", one + "/test", "");
    assertEquals(0, call(200, "GET", PATH, "").get("data").size());
    assertEquals(
        List.of(
            "Somebody created a rule Queue too long: queue_depth > 100.5",
            "Somebody changed a rule Queue too long: queue_depth > 80",
            "Somebody deleted a rule Queue too long: queue_depth > 80"),
        trail);
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() throws IOException, InterruptedException {
    var refused =
        call(
            400,
            "POST",
            PATH,
            """
            {"name": " ", "metric": "queue-depth", "condition": "OVER", "threshold": 0.00001,
             "duration": -1, "evaluationInterval": 1, "channel": "EMAIL",
             "recipients": ["nobody", "a@b.example"], "cooldownMinutes": 99999, "severity": "P5"}
            """);
    var errors = new ArrayList<String>();
    refused.get("errors").forEach(it -> errors.add(it.asText()));
    assertEquals(
        List.of(
            "name: is missing; say in a few words what is wrong when it fires",
            "condition: \"OVER\" is unknown; use one of GT, LT, EQ, GTE, LTE",
            "duration: must be a number from 0 to 604800",
            "evaluationInterval: must be a number from 5 to 86400",
            "threshold: must have at most 16 digits before and 4 after the point",
            "metric: \"queue-depth\" is not a metric name",
            "recipients[0]: \"nobody\" is no mail address",
            "severity: \"P5\" is none; use P1, P2, P3 or P4",
            "cooldownMinutes: must be a number from 0 to 10080"),
        errors);
    assertEquals(0, rules.all().size());
  }

  @Test
  void recipientsMustFitTheChannelAndWebAddressesAreNotRepeated()
      throws IOException, InterruptedException {
    for (var wrong :
        Map.of(
                "\"WEBHOOK\", \"recipients\": []", "WEBHOOK needs at least one",
                "\"WEBHOOK\", \"recipients\": [\"ftp://secret\"]", "is no web address",
                "\"PAGERDUTY\", \"recipients\": [\"a@b.example\"]", "leave them out")
            .entrySet()) {
      var body =
          WANTED.replace("\"EMAIL\", \"recipients\": [\" ops@shop.example \"]", wrong.getKey());
      var refused = call(400, "POST", PATH, body).toString();
      assertTrue(refused.contains(wrong.getValue()), refused);
      assertFalse(refused.contains("secret"), refused);
    }
    var usual = WANTED.replace(", \"recipients\": [\" ops@shop.example \"]", "");
    var made = call(201, "POST", PATH, usual).get("data");
    assertEquals("default@shop.example", made.get("recipients").get(0).asText());
  }

  @Test
  void theKindOfAMetricIsFoundOut() throws IOException, InterruptedException {
    for (var kind :
        Map.of(
                "search_seconds", "HISTOGRAM",
                "http_request_duration_seconds", "HISTOGRAM",
                "api_errors_total", "COUNTER",
                "own_things_total", "COUNTER",
                "redis_health_status", "GAUGE")
            .entrySet()) {
      var body =
          WANTED.replace("queue_depth", kind.getKey()).replace("Queue too long", kind.getKey());
      assertEquals(kind.getValue(), call(201, "POST", PATH, body).get("data").get("kind").asText());
    }
  }

  @Test
  void aRatioNeedsItsDenominatorAndARecoveryItsSide() throws IOException, InterruptedException {
    var ratio = WANTED.replace("\"duration\"", "\"kind\": \"RATIO\", \"duration\"");
    assertTrue(call(400, "POST", PATH, ratio).toString().contains("denominator"));
    var whole = ratio.replace("\"duration\"", "\"denominator\": \"all_total\", \"duration\"");
    assertEquals(
        "sum by (job) (rate(queue_depth[2m])) / sum by (job) (rate(all_total[2m])) > 100.5",
        call(201, "POST", PATH, whole).get("data").get("expression").asText());
    var above = WANTED.replace("\"duration\"", "\"recoveryThreshold\": 101, \"duration\"");
    assertTrue(call(400, "POST", PATH, above).toString().contains("wrong side"));
  }

  @Test
  void aNameIsThereOnce() throws IOException, InterruptedException {
    call(201, "POST", PATH, WANTED);
    assertTrue(call(409, "POST", PATH, WANTED).toString().contains("already"));
  }

  @Test
  void aTestIsSentAndLeavesTheRuleAlone() throws IOException, InterruptedException {
    var made = call(201, "POST", PATH, WANTED).get("data");
    var one = PATH + "/" + made.get("id").asText();
    assertEquals(
        "key-1", call(202, "POST", one + "/test", "").get("data").get("idempotencyKey").asText());
    assertEquals(List.of("Queue too long by Somebody"), tests);
    assertEquals(made, call(200, "GET", PATH, "").get("data").get(0));
    call(200, "PATCH", one, "{\"channel\": \"SLACK\", \"recipients\": []}");
    assertTrue(call(409, "POST", one + "/test", "").toString().contains("no channel is set up"));
  }

  @Test
  void onlyAdministratorsMay() throws IOException, InterruptedException {
    assertEquals(403, api.call("operator", "GET", PATH, "").statusCode());
    assertEquals(403, api.call("operator", "POST", PATH, WANTED).statusCode());
    assertEquals(401, api.call("anyone", "GET", PATH, "").statusCode());
  }
}
