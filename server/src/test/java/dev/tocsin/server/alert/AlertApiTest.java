package dev.tocsin.server.alert;

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
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Leases;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.http.LiveFeed;
import dev.tocsin.server.rule.RuleClaims;
import dev.tocsin.server.rule.RuleDesk;
import dev.tocsin.server.rule.RuleEngine;
import dev.tocsin.server.rule.RuleEvaluation;
import dev.tocsin.server.rule.RuleOptions;
import dev.tocsin.server.rule.RuleSet;
import dev.tocsin.server.rule.RuleSource;
import dev.tocsin.server.rule.SimpleRuleApi;
import dev.tocsin.server.rule.SimpleRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules and alerts over HTTP, from the rule file to the answer.
class AlertApiTest {
  private static final String PATH = "/api/v1/monitoring/alerts";
  private static final String FILE =
      """
      groups:
      - name: g
        interval: 5s
        rules:
        - alert: Down
          expr: up == 0
          labels: {severity: P1, service: "{{ $labels.job }}"}
          annotations: {summary: "{{ $labels.job }} is down"}
        - {alert: Held, expr: up == 0, for: 1m}
        - {alert: Broken, expr: broken}
        - {record: copy, expr: up}
      """;

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private Database database;
  private RuleEngine engine;
  private TestApi api;
  private boolean isDown = true;

  @BeforeEach
  void start() {
    database = TestDatabases.sqlite(folder);
    var alerts = new AlertBook(database, AlertOptions.defaults(), List.of(), _ -> {}, clock);
    var problems = new Problems();
    var rules =
        RuleSet.read(List.of(new RuleSource("r.yml", FILE)), RuleOptions.defaults(), problems);
    var evaluation = new RuleEvaluation((expr, at) -> value(expr.toString(), at));
    engine =
        new RuleEngine(
            rules,
            new RuleEngine.Outlets(evaluation, _ -> {}, List.of(alerts)),
            new RuleClaims(database, new Leases(database, clock, "one")),
            clock);
    problems.throwIfAny();
    var simple = new SimpleRules(database, (_, at) -> new Value.Scalar(at, 1), clock);
    var desk = new RuleDesk(simple, clock, List.of(), (_, _) -> "", (_, _, _, _) -> {});
    api =
        new TestApi(
            new AlertApi(alerts, new LiveFeed(), new SimpleRuleApi(desk)),
            new RuleApi(engine, alerts));
    engine.tick();
  }

  @AfterEach
  void stop() {
    api.close();
    database.close();
  }

  private Value value(String expression, long atMillis) {
    if (expression.equals("broken")) {
      throw new IllegalStateException("cannot be evaluated");
    }
    var labels = Labels.of("__name__", "up", "job", "shop");
    return new Value.InstantVector(
        isDown || expression.contains("bool")
            ? List.of(new InstantSample(labels, atMillis, 0))
            : List.of());
  }

  private void recover() {
    isDown = false;
    clock.advance(Duration.ofSeconds(5));
    engine.tick();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var response = api.call("viewer", "GET", path, "");
    assertEquals(200, response.statusCode(), response.body());
    var json = new ObjectMapper().readTree(response.body());
    assertEquals("success", json.get("status").asText());
    return json.get("data");
  }

  @Test
  void listsTheAlertsThatFire() throws IOException, InterruptedException {
    var active = get(PATH + "/active");
    assertEquals(1, active.size());
    var alert = active.get(0);
    assertEquals("Down", alert.get("name").asText());
    assertEquals("firing", alert.get("state").asText());
    assertEquals("P1", alert.get("severity").asText());
    assertEquals("shop", alert.get("service").asText());
    assertEquals("shop is down", alert.get("summary").asText());
    assertTrue(alert.get("firedAt").asText().endsWith("Z"));
    assertFalse(alert.has("resolvedAt"));
    assertEquals(alert, get(PATH + "/" + alert.get("id").asText()));
    assertEquals(0, get(PATH + "/history").size());
    recover();
    assertEquals(0, get(PATH + "/active").size());
    assertEquals("resolved", get(PATH + "/history").get(0).get("state").asText());
  }

  @Test
  void anOperatorAcknowledgesAnAlertOnce() throws IOException, InterruptedException {
    var path = PATH + "/" + get(PATH + "/active").get(0).get("id").asText();
    assertEquals(403, api.call("viewer", "POST", path + "/acknowledge", "").statusCode());
    assertEquals(200, api.call("operator", "POST", path + "/acknowledge", "").statusCode());
    var alert = get(path);
    assertEquals("acknowledged", alert.get("state").asText());
    assertEquals("Somebody", alert.get("acknowledgedBy").asText());
    assertEquals(clock.instant().toString(), alert.get("acknowledgedAt").asText());
    var again = api.call("operator", "POST", path + "/acknowledge", "");
    assertEquals(409, again.statusCode());
    assertTrue(again.body().contains("acknowledged by Somebody"));
  }

  @Test
  void whatDoesNotFireCannotBeAcknowledged() throws IOException, InterruptedException {
    var path = PATH + "/" + get(PATH + "/active").get(0).get("id").asText() + "/acknowledge";
    recover();
    var late = api.call("operator", "POST", path, "");
    assertEquals(409, late.statusCode());
    assertTrue(late.body().contains("does not fire"));
    assertEquals(404, api.call("operator", "POST", PATH + "/none/acknowledge", "").statusCode());
    assertEquals(404, api.call("viewer", "GET", PATH + "/none", "").statusCode());
    assertEquals(400, api.call("viewer", "GET", PATH + "/history?days=0", "").statusCode());
  }

  @Test
  void showsRulesInTheShapeOfPrometheus() throws IOException, InterruptedException {
    var group = get("/api/v1/rules").get("groups").get(0);
    assertEquals("g", group.get("name").asText());
    assertEquals("r.yml", group.get("file").asText());
    assertEquals(5, group.get("interval").asDouble());
    var rules = group.get("rules");
    assertEquals("firing", rules.get(0).get("state").asText());
    assertEquals("ok", rules.get(0).get("health").asText());
    assertEquals("alerting", rules.get(0).get("type").asText());
    assertEquals(1, rules.get(0).get("alerts").size());
    assertEquals("pending", rules.get(1).get("state").asText());
    assertEquals(60, rules.get(1).get("duration").asDouble());
    assertEquals("inactive", rules.get(2).get("state").asText());
    assertEquals("err", rules.get(2).get("health").asText());
    assertEquals("cannot be evaluated", rules.get(2).get("lastError").asText());
    assertEquals("recording", rules.get(3).get("type").asText());
    assertFalse(rules.get(3).has("lastError"));
    assertEquals(3, get("/api/v1/rules?type=alert").get("groups").get(0).get("rules").size());
    assertEquals(1, get("/api/v1/rules?type=record").get("groups").get(0).get("rules").size());
    assertEquals(400, api.call("viewer", "GET", "/api/v1/rules?type=x", "").statusCode());
  }

  @Test
  void showsAlertsInTheShapeOfPrometheus() throws IOException, InterruptedException {
    var alerts = get("/api/v1/alerts").get("alerts");
    assertEquals(2, alerts.size());
    assertEquals("Down", alerts.get(0).get("labels").get("alertname").asText());
    assertEquals("firing", alerts.get(0).get("state").asText());
    assertEquals("0", alerts.get(0).get("value").asText());
    assertTrue(alerts.get(0).has("activeAt"));
    assertEquals("pending", alerts.get(1).get("state").asText());
  }
}
