package dev.tocsin.server.admin;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsPagesTest {
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

  private String part(String name) throws Exception {
    var response = screens.get("/admin/operations/part/" + name, Role.VIEWER);
    assertEquals(200, response.statusCode());
    return response.body();
  }

  private static void inOrder(String page, String... texts) {
    int from = 0;
    for (var text : texts) {
      int at = page.indexOf(text, from);
      assertTrue(at >= 0, text + " is not behind what should come before it: " + page);
      from = at;
    }
  }

  @Test
  void theOverviewReadsInTheOrderInWhichAnIncidentIsHandled() throws Exception {
    var page = screens.get("/admin/operations", Role.OPERATOR).body();
    inOrder(page, "2 open incidents", "Is it selling?", ">Services<", "Is the alarm itself");
  }

  @Test
  void whatBurnsWorstComesFirstWithItsOwnerRunbookAndButton() throws Exception {
    var page = screens.get("/admin/operations", Role.OPERATOR).body();
    inOrder(page, "P1", "Payments fail", "nobody has it", "runbooks.example", "I have it");
    inOrder(page, "Search is slow", "Ada Operator", "has it", "A disk fills up");
    var alerts =
        page.substring(
            page.indexOf("Firing alerts without an incident"), page.indexOf("Is it selling?"));
    assertFalse(alerts.contains("Payments fail"), "an alert of an incident is shown again");
  }

  @Test
  void figuresAreThereWithoutScriptsAndLeaveOurOwnRequestsOut() throws Exception {
    var page = part("numbers");
    inOrder(page, ">Orders<", ">12 <", ">Revenue<", ">480 <", ">Payment success<", ">93.8 <");
    inOrder(page, ">Requests<", ">202 <", ">Error rate<", ">0.99 <", ">Latency<", "ms p95");
    inOrder(page, ">Active connections<", ">Memory<", "MB heap");
    assertTrue(page.contains("href=\"/api/v1/query?query=sum%28rate%28orders_completed_total"));
  }

  @Test
  void servicesAndTheAlarmTellWhatIsWrong() throws Exception {
    inOrder(part("services"), "PostgreSQL", "up", "Search", "slow", "SMTP", "not known", "down");
    var alarm = part("alarm");
    inOrder(alarm, "no: look below", "told by hand", "Given up", "given up", "timeout Payments");
    inOrder(alarm, "1 of 5 rules", "Broken", "many-to-many");
  }

  @Test
  void aChartHasOneValueForEachTimeInEachLine() throws Exception {
    var chart = chart("/admin/operations/series/latency?minutes=60");
    assertEquals(121, chart.get("times").size());
    assertEquals(3, chart.get("lines").size());
    for (var line : chart.get("lines")) {
      assertEquals(121, line.get("values").size());
    }
    assertEquals("p95", chart.get("lines").get(0).get("name").asText());
    long last = chart.get("times").get(120).asLong();
    assertTrue(clock.millis() / 1000 - last < 30, "the chart ends at " + last);
  }

  @Test
  void aChartShowsGapsAsGapsAndSeriesByTheirLabels() throws Exception {
    var chart = chart("/admin/operations/series/revenue?minutes=120");
    assertEquals("EUR", chart.get("lines").get(0).get("name").asText());
    var values = chart.get("lines").get(1).get("values");
    assertTrue(values.get(0).isNull(), "an hour without samples is not empty: " + values);
    assertEquals(480, values.get(values.size() - 2).asDouble(), 1);
  }

  private JsonNode chart(String path) throws Exception {
    var response = screens.get(path, Role.VIEWER);
    assertEquals(200, response.statusCode(), response.body());
    return new ObjectMapper().readTree(response.body());
  }

  @Test
  void badAddressesAreRefused() throws Exception {
    assertEquals(404, status("/admin/operations/series/other"));
    assertEquals(400, status("/admin/operations/series/orders?minutes=1"));
    assertEquals(400, status("/admin/operations/series/orders?minutes=x"));
    assertEquals(404, status("/admin/operations/part/other"));
    assertEquals(400, status("/admin/live?topics=passwords"));
    assertEquals(400, status("/admin/live"));
    assertEquals(400, status("/status/live?topics=alerts"));
  }

  private int status(String path) throws Exception {
    return screens.get(path, Role.VIEWER).statusCode();
  }

  @Test
  void theRootLeadsEverybodyWhereTheyBelong() throws Exception {
    var stranger = screens.get("/", Role.ANYONE).headers().firstValue("Location");
    assertEquals("/status", stranger.orElse(""));
    var viewer = screens.get("/", Role.VIEWER).headers().firstValue("Location");
    assertEquals("/admin/operations", viewer.orElse(""));
  }

  @Test
  void aFreshInstallationTeachesAndDoesNotClaimThatAllIsWell(@TempDir Path folder)
      throws Exception {
    try (var fresh = BadDay.quiet(folder, new ManualClock(), BadDay.byRole(), 0)) {
      var page = fresh.get("/admin/operations", Role.ADMIN).body();
      inOrder(page, "as far as the alarm can tell", "no data", "orders_completed_total");
      inOrder(page, "probes.services", "scrape.jobs", "No rule is loaded");
      assertTrue(fresh.get("/status", Role.ANYONE).body().contains("No Service Is Watched Yet"));
    }
  }

  @Test
  void aReadingHasAsManyDigitsAsAPersonNeeds() {
    assertEquals("0.42", new Figure.Reading("", 0.42).text());
    assertEquals("12.3", new Figure.Reading("", 12.345).text());
    assertEquals("1,235", new Figure.Reading("", 1234.6).text());
    assertEquals("3", new Figure.Reading("", 3).text());
  }
}
