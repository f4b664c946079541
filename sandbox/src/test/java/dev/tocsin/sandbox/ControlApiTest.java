package dev.tocsin.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sandbox.SandboxClient.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlApiTest {
  private static final String SLACK = "/slack/services/T/B/x";
  private static final String HELLO = "{\"text\":\"hello\"}";
  private SandboxClient client;

  @BeforeEach
  void start() throws Exception {
    client = new SandboxClient();
  }

  @AfterEach
  void stop() {
    client.close();
  }

  @Test
  void allServicesAreListedAndWellAtTheStart() throws Exception {
    var states = client.get("/_control").json();
    assertEquals(Service.values().length, states.size());
    for (Service service : Service.values()) {
      assertEquals("ok", states.path(service.key()).path("mode").asText());
      assertEquals(0, states.path(service.key()).path("latency_millis").asInt());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/stripe/v1/balance, stripe, api_error",
    "/slack/services/a/b/c, slack, rollup_error",
    "/pagerduty/v2/enqueue, pagerduty, Internal Server Error",
    "/incident-webhook, webhook, the receiver failed",
    "/incident-webhook/secondary, webhook-secondary, the receiver failed",
  })
  void anErrorHasTheShapeOfTheService(String path, String service, String words) throws Exception {
    assertEquals(200, client.control(service, "{\"mode\":\"error\",\"status\":503}").status());
    Answer answer = client.post(path, HELLO, "Authorization", "Bearer sk_test_x");
    assertEquals(503, answer.status());
    assertTrue(answer.body().contains(words), answer.body());
    client.control(service, "{\"mode\":\"rate_limit\",\"retry_after_seconds\":7}");
    Answer limited = client.post(path, HELLO, "Authorization", "Bearer sk_test_x");
    assertEquals(429, limited.status());
    assertEquals("7", limited.header("Retry-After"));
    client.control(service, "{\"mode\":\"garbage\"}");
    Answer garbage = client.post(path, HELLO, "Authorization", "Bearer sk_test_x");
    assertEquals(200, garbage.status());
    assertTrue(Json.parse(garbage.body()).isEmpty());
    assertEquals(1, client.get("/_control").json().path(service).path("afflicted").asInt());
    assertEquals(0, client.inbox(service).size());
  }

  @Test
  void healingResetsEverything() throws Exception {
    client.control("slack", "{\"mode\":\"error\"}");
    assertEquals(500, client.post(SLACK, HELLO).status());
    Answer healed = client.post("/_control/heal", "");
    assertEquals("ok", healed.json().path("slack").path("mode").asText());
    assertEquals(200, client.post(SLACK, HELLO).status());
  }

  @Test
  void aShareIsDealtEvenly() throws Exception {
    client.control("slack", "{\"mode\":\"error\",\"share\":0.25}");
    var statuses = new ArrayList<Integer>();
    for (int i = 0; i < 8; i++) {
      statuses.add(client.post(SLACK, HELLO).status());
    }
    assertEquals(List.of(200, 200, 200, 500, 200, 200, 200, 500), statuses);
  }

  @Test
  void aHangingServiceSaysNothingUntilItIsHealed() throws Exception {
    client.control("slack", "{\"mode\":\"hang\"}");
    var answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return client.post(SLACK, HELLO).body();
              } catch (Exception failure) {
                throw new CompletionException(failure);
              }
            });
    await().until(() -> client.get("/_control").json().at("/slack/afflicted").asInt() == 1);
    client.post("/_control/heal", "");
    var failure = assertThrows(ExecutionException.class, answer::get);
    assertTrue(failure.getCause() instanceof IOException, failure.toString());
    assertEquals(0, client.inbox("slack").size());
  }

  @Test
  void aCallerThatGivesUpEarlyHasBeenHeardAllTheSame() throws Exception {
    client.control("slack", "{\"latency_millis\":60000}");
    assertThrows(
        HttpTimeoutException.class,
        () -> client.send(Duration.ofMillis(300), "POST", SLACK, HELLO));
    assertEquals(1, client.inbox("slack").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slack|{\"mode\":\"decline\"}|only for stripe",
        "slack|{\"mode\":\"sulk\"}|ok, error, hang, garbage, rate_limit, decline",
        "slack|{\"moode\":\"ok\"}|unknown key 'moode'",
        "slack|{\"latency_millis\":60001}|from 0 to 60000",
        "slack|{\"latency_millis\":\"1\"}|from 0 to 60000",
        "slack|{\"status\":200}|from 400 to 599",
        "slack|{\"share\":0}|above 0",
        "slack|{\"share\":2}|above 0",
        "slack|{\"retry_after_seconds\":-1}|retry_after_seconds",
        "slack|[]|JSON object",
        "slack|nonsense|not JSON",
      })
  void aWrongControlSaysWhatIsWrong(String service, String body, String words) throws Exception {
    Answer answer = client.control(service, body);
    assertEquals(400, answer.status());
    assertTrue(answer.json().path("errors").toString().contains(words), answer.body());
    assertEquals("ok", client.get("/_control").json().at("/slack/mode").asText());
  }

  @Test
  void allProblemsAreToldAtOnce() throws Exception {
    Answer answer = client.control("slack", "{\"mode\":\"x\",\"status\":1,\"share\":9,\"y\":1}");
    assertEquals(4, answer.json().path("errors").size(), answer.body());
  }

  @Test
  void wrongAddressesAndMethodsAreRefused() throws Exception {
    assertEquals(404, client.control("telex", "{}").status());
    assertEquals(404, client.get("/_inbox/telex").status());
    assertEquals(404, client.get("/nothing").status());
    assertEquals(405, client.post("/_control", "").status());
    assertEquals(405, client.get("/_control/heal").status());
    assertEquals(405, client.get("/_control/slack").status());
    assertEquals(405, client.post("/_inbox/slack", "").status());
    assertEquals(405, client.post("/", "").status());
    assertEquals(400, client.get("/_inbox/slack?limit=0").status());
    assertEquals(400, client.get("/_inbox/slack?limit=x").status());
  }

  @Test
  void theInboxIsLimitedAndEmptied() throws Exception {
    for (int i = 1; i <= 3; i++) {
      client.post(SLACK, "{\"text\":\"%d\"}".formatted(i));
    }
    var two = client.get("/_inbox/slack?limit=2").json();
    assertEquals(2, two.size());
    assertEquals("{\"text\":\"3\"}", two.get(1).path("body").asText());
    assertEquals(200, client.send("DELETE", "/_inbox/slack", "").status());
    assertEquals(0, client.inbox("slack").size());
  }

  @Test
  void aLargeBodyIsRefused() throws Exception {
    String body = "x".repeat(HttpFront.MAXIMUM_BODY_BYTES + 1);
    assertEquals(413, client.post(SLACK, body).status());
  }

  @Test
  void otherHostNamesAreTurnedAway() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), client.sandbox.httpPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /_inbox/slack HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
    }
  }
}
