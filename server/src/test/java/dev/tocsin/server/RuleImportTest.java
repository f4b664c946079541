package dev.tocsin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The import of rules, through a whole server and over its restart.
class RuleImportTest {
  private static final String PATH = "/api/v1/monitoring/rule-imports";
  private static final String FILE =
      """
      groups:
      - name: shop
        rules:
        - alert: AlwaysHere
          expr: vector(1) > 0
          labels: {severity: P4, owner: commerce}
          annotations:
            {summary: s, description: d, rationale: r, runbook_url: "https://wiki.example/orders"}
      """;

  @TempDir Path folder;
  private Map<String, String> admin;

  private RunningServer start() throws Exception {
    var server = RunningServer.start(folder);
    admin = RunningServer.bearer(server.token(server.session(), "ADMIN"));
    return server;
  }

  private static String body(String version, boolean apply) throws Exception {
    return new ObjectMapper()
        .writeValueAsString(
            Map.of("name", "shop", "version", version, "file", FILE, "apply", apply, "days", 1));
  }

  private JsonNode call(RunningServer server, int status, String method, String path, String body)
      throws Exception {
    var answer = server.call(method, admin, path, body);
    assertEquals(status, answer.statusCode(), answer.body());
    return answer.body().isEmpty() ? null : RunningServer.json(answer);
  }

  private boolean isInForce(RunningServer server) throws Exception {
    return server.get(admin, "/api/v1/rules").body().contains("AlwaysHere");
  }

  @Test
  void aDryRunReplaysAndAnImportIsInForceAtOnceAndAfterARestart() throws Exception {
    var server = start();
    try {
      var dry = call(server, 200, "POST", PATH, body("1.0", false)).get("data");
      assertFalse(dry.get("applied").asBoolean());
      assertEquals(1, dry.at("/replays/0/fired").asInt());
      assertFalse(isInForce(server));

      var done = call(server, 200, "POST", PATH, body("1.0", true)).get("data");
      assertEquals("first", done.get("step").asText());
      assertTrue(isInForce(server));
      assertTrue(
          call(server, 409, "POST", PATH, body("0.9", true)).toString().contains("downgrade"));
    } finally {
      server.close();
    }
    var again = start();
    try {
      assertTrue(isInForce(again));
      var newest = call(again, 200, "GET", PATH, "").get("data").get(0);
      assertEquals("shop", newest.get("name").asText());
      call(again, 204, "DELETE", PATH + "/shop", "");
      call(again, 404, "DELETE", PATH + "/shop", "");
      assertFalse(isInForce(again));
    } finally {
      again.close();
    }
  }

  @Test
  void rulesThatDoNotSayWhatTheirReaderNeedsAreRefused() throws Exception {
    var server = start();
    try {
      var bare =
          "{\"name\": \"a\", \"version\": \"1\", \"file\": \"groups: [{name: g, rules: [{alert: A,"
              + " expr: up}]}]\"}";
      assertTrue(call(server, 400, "POST", PATH, bare).toString().contains("runbook_url"));
    } finally {
      server.close();
    }
  }
}
