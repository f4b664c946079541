package dev.tocsin.server.statuspage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.BadDay;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.Screens;
import dev.tocsin.server.http.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusPagesTest {
  /// What only the team may know: people, notes, labels, the details of checks.
  private static final List<String> INSIDE =
      List.of(
          "Ada",
          "user-77",
          "internal secret note",
          "internal-host",
          "internal detail",
          "runbooks.example",
          "PaymentsFail",
          "provider does not answer",
          "acknowledged");

  private final ManualClock clock = new ManualClock();
  private Screens screens;

  @BeforeAll
  void start(@TempDir Path folder) {
    screens = BadDay.screens(folder, clock, "Payments fail", BadDay.byRole(), 0);
  }

  @AfterAll
  void stop() {
    screens.close();
  }

  private JsonNode data(String path) throws Exception {
    var response = screens.get(path, Role.ANYONE);
    assertEquals(200, response.statusCode(), response.body());
    var answer = new ObjectMapper().readTree(response.body());
    assertEquals("success", answer.get("status").asText());
    return answer.get("data");
  }

  @Test
  void strangersSeeBannerServicesIncidentsAndHistory() throws Exception {
    var page = screens.get("/status", Role.ANYONE).body();
    for (var text :
        List.of(
            "System Outage",
            "Payments fail",
            "We are looking into it.",
            "Last updated",
            "Identified: An index is rebuilt",
            "PostgreSQL",
            "2345 ms",
            "99.79 %",
            "affected by an open incident",
            "Old: Payments fail",
            "Resolved: fixed by Payments fail",
            "<link rel=\"canonical\" href=\"https://tocsin.example/status\">",
            "<meta name=\"description\"")) {
      assertTrue(page.contains(text), text);
    }
    assertTrue(page.indexOf("P1") < page.indexOf("P2"), "the worst is not first");
  }

  @Test
  void nothingFromInsideIsTold() throws Exception {
    for (var path :
        List.of(
            "/status",
            "/api/v1/status",
            "/api/v1/status/history",
            "/api/v1/status/uptime",
            "/en/status")) {
      var text = screens.get(path, Role.ANYONE).body();
      for (var inside : INSIDE) {
        assertFalse(text.contains(inside), path + " tells " + inside);
      }
    }
  }

  @Test
  void theStatusAsDataHasServicesByNameAndOpenIncidents() throws Exception {
    var status = data("/api/v1/status");
    assertEquals("OUTAGE", status.get("overall").asText());
    assertEquals(
        List.of("api-server", "postgresql", "search", "smtp-email", "stripe-api"),
        status.get("services").findValuesAsText("serviceName"));
    assertEquals(
        List.of("UP", "UP", "DEGRADED", "UNKNOWN", "DOWN"),
        status.get("services").findValues("status").stream().map(JsonNode::asText).toList());
    assertEquals(2, status.get("services").get(1).get("latency").asInt());
    assertEquals(2, status.get("incidents").size());
    var worst = status.get("incidents").get(0);
    assertEquals("INVESTIGATING", worst.get("status").asText());
    assertEquals("Payments fail", worst.get("title").asText());
    assertTrue(worst.has("startedAt") && !worst.has("resolvedAt"), worst.toString());
  }

  @Test
  void theHistoryHasPages() throws Exception {
    var first = data("/api/v1/status/history?limit=2");
    assertEquals(3, first.get("total").asInt());
    assertEquals(2, first.get("incidents").size());
    var second = data("/api/v1/status/history?limit=2&page=2");
    assertEquals("RESOLVED", second.get("incidents").get(0).get("status").asText());
    assertEquals(400, screens.get("/api/v1/status/history?limit=0", Role.ANYONE).statusCode());
  }

  @Test
  void theUptimeTellsDaysWithoutDataApart() throws Exception {
    var uptime = data("/api/v1/status/uptime");
    var database = uptime.get(1);
    assertEquals(90, database.get("days").size());
    assertFalse(database.get("days").get(0).has("uptimePercentage"));
    assertEquals(100, database.get("days").get(89).get("uptimePercentage").asDouble());
    assertFalse(uptime.get(3).has("uptimePercentage"), "never counted, yet " + uptime.get(3));
  }

  @Test
  void aPathOfALanguageLeadsToTheSamePage() throws Exception {
    assertEquals(200, screens.get("/en/status", Role.ANYONE).statusCode());
    assertEquals(200, screens.get("/pt-BR/status", Role.ANYONE).statusCode());
    assertEquals(404, screens.get("/english/status", Role.ANYONE).statusCode());
  }

  @Test
  void thePageIsMadeOnceASecond(@TempDir Path folder) throws Exception {
    var own = new ManualClock();
    try (var quiet = BadDay.quiet(folder, own, BadDay.byRole(), 0)) {
      var first = quiet.get("/status", Role.ANYONE).body();
      own.advance(Duration.ofMillis(999));
      assertEquals(first, quiet.get("/status", Role.ANYONE).body());
      own.advance(Duration.ofMillis(1));
      assertFalse(first.equals(quiet.get("/status", Role.ANYONE).body()));
    }
  }
}
