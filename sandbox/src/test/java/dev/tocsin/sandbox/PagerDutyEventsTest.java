package dev.tocsin.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagerDutyEventsTest {
  private static final String PATH = "/pagerduty/v2/enqueue";
  private SandboxClient client;

  @BeforeEach
  void start() throws Exception {
    client = new SandboxClient();
  }

  @AfterEach
  void stop() {
    client.close();
  }

  private static ObjectNode trigger() {
    ObjectNode event =
        Json.object().put("routing_key", "k".repeat(32)).put("event_action", "trigger");
    event
        .putObject("payload")
        .put("summary", "payments fail")
        .put("source", "shop")
        .put("severity", "critical");
    return event;
  }

  private String errors(ObjectNode event) throws Exception {
    var answer = client.post(PATH, event.toString());
    assertEquals(400, answer.status(), answer.body());
    assertEquals("invalid event", answer.json().path("status").asText());
    return answer.json().path("errors").toString();
  }

  @Test
  void aTriggerIsTakenAndGetsAKey() throws Exception {
    var answer = client.post(PATH, trigger().toString());
    assertEquals(202, answer.status(), answer.body());
    assertEquals("success", answer.json().path("status").asText());
    assertEquals("Event processed", answer.json().path("message").asText());
    assertEquals(32, answer.json().path("dedup_key").asText().length());
    assertEquals(1, client.inbox("pagerduty").size());
  }

  @Test
  void theKeyOfTheCallerIsKept() throws Exception {
    var answer = client.post(PATH, trigger().put("dedup_key", "incident-1").toString());
    assertEquals("incident-1", answer.json().path("dedup_key").asText());
    ObjectNode resolve = Json.object().put("routing_key", "k".repeat(32));
    resolve.put("event_action", "resolve").put("dedup_key", "incident-1");
    assertEquals(202, client.post(PATH, resolve.toString()).status());
  }

  @Test
  void everyMistakeIsNamed() throws Exception {
    assertTrue(errors(Json.object()).contains("'routing_key' is missing"));
    assertTrue(errors(trigger().put("routing_key", "short")).contains("32 characters"));
    assertTrue(errors(trigger().put("event_action", "shout")).contains("'event_action'"));
    assertTrue(errors(trigger().put("event_action", "resolve")).contains("'dedup_key'"));
    assertTrue(errors(trigger().put("dedup_key", "x".repeat(256))).contains("255"));
    assertTrue(errors(trigger().put("dedup_key", 7)).contains("string"));
    assertTrue(errors(trigger().put("payload", "text")).contains("'payload'"));
    var empty = trigger();
    empty.putObject("payload");
    String all = errors(empty);
    assertTrue(all.contains("summary") && all.contains("source") && all.contains("severity"), all);
    var longSummary = trigger();
    ((ObjectNode) longSummary.get("payload")).put("summary", "x".repeat(1025));
    assertTrue(errors(longSummary).contains("1024"));
  }

  @Test
  void whatIsNoEventIsRefused() throws Exception {
    assertEquals(400, client.post(PATH, "not json").status());
    assertEquals(404, client.post("/pagerduty/v1/enqueue", "{}").status());
    assertEquals(405, client.get(PATH).status());
    assertEquals(0, client.inbox("pagerduty").size());
  }
}
