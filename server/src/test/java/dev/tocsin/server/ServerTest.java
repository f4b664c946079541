package dev.tocsin.server;

import static dev.tocsin.server.RunningServer.NOBODY;
import static dev.tocsin.server.RunningServer.bearer;
import static dev.tocsin.server.RunningServer.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.http.HttpListener;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path folder;

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void aFreshServerIsHealthyOnEverySurface() throws Exception {
    try (var server = RunningServer.start(folder)) {
      for (var path : List.of("/health", "/health/live", "/health/ready", "/health/startup")) {
        var answer = server.get(NOBODY, path);
        assertEquals(200, answer.statusCode(), path + ": " + answer.body());
        assertEquals("UP", json(answer).path("status").asText(), path);
        assertTrue(json(answer).path("checks").isObject(), path);
      }
      for (var path : List.of("/healthz", "/readyz")) {
        var answer = server.get(NOBODY, path);
        assertEquals(200, answer.statusCode(), path);
        assertEquals("healthy", json(answer).path("status").asText(), path);
      }
      var ready = json(server.get(NOBODY, "/health/ready")).path("checks");
      assertEquals("UP", ready.path("database").path("status").asText());
      assertEquals("NOT_CONFIGURED", ready.path("delivery").path("status").asText());
    }
  }

  @Test
  void metricsNeedTheTokenAndHaveTheNamesThatRulesUse() throws Exception {
    try (var server = RunningServer.start(folder)) {
      server.get(NOBODY, "/health");
      assertEquals(401, server.get(NOBODY, "/metrics").statusCode());
      assertEquals(401, server.get(bearer("guessed"), "/metrics").statusCode());

      var answer = server.get(bearer(RunningServer.METRICS_TOKEN), "/metrics");
      assertEquals(200, answer.statusCode());
      for (var name :
          List.of(
              "http_requests_total{",
              "http_request_duration_seconds_bucket{",
              "incident_alerts_pending ",
              "incident_alerts_oldest_pending_age_seconds ",
              "incident_alerts_dead_letter ",
              "incident_alerts_dropped_total ",
              "incident_alerts_worker_heartbeat_timestamp_seconds ",
              "tocsin_store_series ",
              "tocsin_samples_accepted_total ",
              "tocsin_queries_running ",
              "auth_token_validations_total{")) {
        assertTrue(answer.body().contains("\n" + name), name);
      }
      var session = Map.of("Cookie", server.session().cookie());
      assertEquals(200, server.get(session, "/metrics").statusCode());
    }
  }

  @Test
  void theServerScrapesItself() throws Exception {
    try (var server = RunningServer.start(folder)) {
      var viewer = bearer(server.token(server.session(), "VIEWER"));
      var query = URLEncoder.encode("up{job=\"tocsin\"} == 1", StandardCharsets.UTF_8);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  json(server.get(viewer, "/api/v1/query?query=" + query))
                          .path("data")
                          .path("result")
                          .size()
                      == 1);
      var stored = server.get(viewer, "/api/v1/query?query=tocsin_store_series");
      assertTrue(stored.body().contains("\"job\":\"tocsin\""), stored.body());
    }
  }

  @Test
  void afterAStopThePortAndTheFolderAreFreeAndUsersAndTokensAreThere() throws Exception {
    int port;
    String token;
    try (var first = RunningServer.start(folder)) {
      port = first.port();
      token = first.token(first.session(), "ADMIN");
      var user = "{\"name\": \"ada\", \"password\": \"ada lovelace\", \"role\": \"OPERATOR\"}";
      var administrator = bearer(first.token(first.session(), "SUPER_ADMIN"));
      assertEquals(201, first.call("POST", administrator, "/api/v1/users", user).statusCode());
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress("127.0.0.1", port));
    }
    try (var second = RunningServer.start(folder)) {
      assertTrue(second.server().generatedPassword().isEmpty());
      assertEquals(200, second.get(bearer(token), "/api/v1/auth/me").statusCode());
      var fields = "name=ada&password=ada+lovelace";
      var signedIn = second.call("POST", RunningServer.form(), "/sign-in", fields);
      assertEquals(303, signedIn.statusCode());
    }
  }

  @Test
  void incidentsOutliveTheServer() throws Exception {
    String id;
    String token;
    try (var first = RunningServer.start(folder)) {
      token = first.token(first.session(), "ADMIN");
      var body = "{\"title\": \"Checkout fails\", \"description\": \"x\", \"severity\": \"P1\"}";
      var path = "/api/v1/monitoring/incidents";
      id = json(first.call("POST", bearer(token), path, body)).path("data").path("id").asText();
    }
    try (var second = RunningServer.start(folder)) {
      var found = second.get(bearer(token), "/api/v1/monitoring/incidents/" + id);
      assertEquals("Checkout fails", json(found).path("data").path("title").asText());
    }
  }

  @Test
  void aServerThatCannotListenLeavesItsFolderToTheNext() throws Exception {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", 0));
      var options = RunningServer.options(folder, socket.getLocalPort(), "");
      var server = new Server(options, InstantSource.system());
      var refusal = assertThrows(HttpListener.PortTakenException.class, server::start);
      assertTrue(String.valueOf(refusal.getMessage()).contains("server.port"));
    }
    try (var next = RunningServer.start(folder)) {
      assertEquals(200, next.get(NOBODY, "/health/ready").statusCode());
    }
  }

  @Test
  void aSecondServerOnTheSameFolderIsRefusedAndTheFirstGoesOn() throws Exception {
    try (var first = RunningServer.start(folder)) {
      var refusal =
          assertThrows(
              DataFolder.UnusableException.class, () -> RunningServer.start(folder).close());
      assertTrue(String.valueOf(refusal.getMessage()).contains("another server uses"));
      assertEquals(200, first.get(NOBODY, "/health/ready").statusCode());
    }
  }

  @Test
  void everyAnswerCarriesTheIdsOfItsRequest() throws Exception {
    try (var server = RunningServer.start(folder)) {
      var ids = Map.of("x-correlation-id", "order-17", "X-Request-ID", "request-4");
      var answer = server.get(ids, "/health");
      assertEquals("order-17", header(answer, "x-correlation-id"));
      assertEquals("request-4", header(answer, "x-request-id"));

      var refused = server.get(Map.of("x-correlation-id", "a b <c>"), "/api/v1/none");
      assertNotEquals("", header(refused, "x-correlation-id"));
      assertFalse(header(refused, "x-correlation-id").contains("<"));
      assertEquals(header(refused, "x-request-id"), header(refused, "x-correlation-id"));
    }
  }

  @Test
  void unknownPathsAndMethodsAreAnsweredInOneShape() throws Exception {
    try (var server = RunningServer.start(folder)) {
      var unknown = server.get(NOBODY, "/api/v1/none");
      assertEquals(404, unknown.statusCode());
      assertEquals("error", json(unknown).path("status").asText());
      assertEquals("/api/v1/none does not exist", json(unknown).path("message").asText());
      assertTrue(json(unknown).path("errors").isArray());

      var method = server.call("DELETE", NOBODY, "/health", "");
      assertEquals(405, method.statusCode());
      assertEquals("GET", header(method, "allow"));

      var stranger = server.get(NOBODY, "/api/v1/users");
      assertEquals(401, stranger.statusCode());
      assertEquals("error", json(stranger).path("status").asText());
    }
  }

  @Test
  void aBodyBeyondItsLimitIsRefused() throws Exception {
    try (var server = RunningServer.start(folder)) {
      var answer = server.call("POST", RunningServer.form(), "/sign-in", "x".repeat(20_000));
      assertEquals(413, answer.statusCode());
    }
  }
}
