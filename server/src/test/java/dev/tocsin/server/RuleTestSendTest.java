package dev.tocsin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.server.deliver.HttpSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The test send of a simple rule, from the request to those who get it.
class RuleTestSendTest {
  private static final String RULES = "/api/v1/monitoring/alerts";

  @TempDir Path folder;
  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private HttpSink usual;
  private HttpSink own;
  private RunningServer server;
  private Map<String, String> admin;

  @BeforeEach
  void start() throws Exception {
    mail.start();
    usual = new HttpSink();
    own = new HttpSink();
    server =
        RunningServer.start(
            folder,
            """
            scrape: {interval: 1s}
            delivery:
              allow_private_addresses: true
              channels:
                - {name: slack, type: slack, url: "%s"}
                - {name: webhook, type: webhook, url: "%s", bearer_token: usual-token}
                - name: email
                  type: email
                  host: 127.0.0.1
                  port: %d
                  starttls: false
                  from: tocsin@shop.example
                  to: [everybody@shop.example]
            """
                .formatted(usual.url(), usual.url(), mail.getSmtp().getPort()));
    admin = RunningServer.bearer(server.token(server.session(), "ADMIN"));
  }

  @AfterEach
  void stop() {
    server.close();
    own.close();
    usual.close();
    mail.stop();
  }

  private JsonNode call(int status, String method, String path, String body) throws Exception {
    var answer = server.call(method, admin, path, body);
    assertEquals(status, answer.statusCode(), answer.body());
    return RunningServer.json(answer).get("data");
  }

  private String rule(String channel, String recipient) throws Exception {
    var body =
        """
        {"name": "Queue too long", "metric": "queue_depth", "condition": "GT", "threshold": 100,
         "duration": 0, "severity": "P2", "labels": {"queue": "crawl"},
         "runbookUrl": "https://runbooks.example/queue",
         "channel": "%s", "recipients": ["%s"]}
        """
            .formatted(channel, recipient);
    return RULES + "/" + call(201, "POST", RULES, body).get("id").asText();
  }

  /// Everything that a firing would have changed.
  private List<JsonNode> state(String rule) throws Exception {
    return List.of(
        call(200, "GET", rule, ""),
        call(200, "GET", RULES + "/active", ""),
        call(200, "GET", "/api/v1/monitoring/incidents", ""));
  }

  @Test
  void aWebhookOfTheRulesOwnGetsItMarkedAsATestAndNothingElseChanges() throws Exception {
    var rule = rule("WEBHOOK", own.url().toString());
    var before = state(rule);

    var key = call(202, "POST", rule + "/test", "").get("idempotencyKey").asText();

    Awaitility.await().until(() -> !own.received().isEmpty());
    var received = own.received().getFirst();
    var body = new ObjectMapper().readTree(received.body());
    assertEquals(key, received.headers().get("idempotency-key"));
    assertNull(received.headers().get("authorization"));
    assertEquals("incident.test", body.get("event").asText());
    assertEquals("Test of the rule \"Queue too long\"", body.get("title").asText());
    assertEquals("P2", body.get("severity").asText());
    assertEquals("100", body.get("threshold").asText());
    assertEquals("crawl", body.at("/alerts/0/labels/queue").asText());
    assertEquals("https://runbooks.example/queue", body.at("/links/runbook").asText());
    assertTrue(body.at("/links/dashboard").asText().contains("/admin/rules/"));
    assertEquals(List.of(), usual.received());
    assertEquals(before, state(rule));
  }

  @Test
  void aMailGoesToTheRulesOwnRecipientsOnly() throws Exception {
    var rule = rule("EMAIL", "queue-team@shop.example");
    var before = state(rule);

    call(202, "POST", rule + "/test", "");

    assertTrue(mail.waitForIncomingEmail(10_000, 1));
    var received = mail.getReceivedMessages();
    assertEquals(1, received.length);
    assertEquals("queue-team@shop.example", received[0].getAllRecipients()[0].toString());
    assertEquals("[P2] Test of the rule \"Queue too long\"", received[0].getSubject());
    assertEquals(before, state(rule));
  }

  @Test
  void aRuleThatFiresTellsItsOwnRecipientsBesideThoseOfTheChannels() throws Exception {
    var wanted =
        """
        {"name": "Targets answer", "metric": "up", "condition": "GT", "threshold": 0,
         "duration": 0, "evaluationInterval": 5, "severity": "P2", "channel": "WEBHOOK",
         "recipients": ["%s"]}
        """
            .formatted(own.url());
    call(201, "POST", RULES, wanted);

    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !own.received().isEmpty());

    var received = own.received().getFirst();
    var body = new ObjectMapper().readTree(received.body());
    assertEquals("incident.opened", body.get("event").asText());
    assertEquals("Targets answer", body.get("alertName").asText());
    assertNull(received.headers().get("authorization"));
    Awaitility.await().until(() -> usual.received().size() >= 2);
    assertTrue(mail.waitForIncomingEmail(10_000, 1));
  }

  @Test
  void aSlackWebhookOfTheRulesOwnGetsIt() throws Exception {
    var rule = rule("SLACK", own.url().toString());

    call(202, "POST", rule + "/test", "");

    Awaitility.await().until(() -> !own.received().isEmpty());
    assertTrue(own.received().getFirst().body().contains("Test of the rule"));
    assertEquals(List.of(), usual.received());
  }

  @Test
  void receiversThatAreAwaySpoilNothingForTheChannelsOwn() throws Exception {
    for (int i = 0; i < 20; i++) {
      own.then(500, Map.of(), "");
    }
    var rule = rule("WEBHOOK", own.url().toString());
    for (int i = 0; i < 6; i++) {
      call(202, "POST", rule + "/test", "");
    }
    Awaitility.await().until(() -> own.received().size() >= 6);

    server.call("POST", admin, "/api/v1/monitoring/channels/webhook/test", "");

    Awaitility.await().until(() -> !usual.received().isEmpty());
    assertEquals("Bearer usual-token", usual.received().getFirst().headers().get("authorization"));
  }
}
