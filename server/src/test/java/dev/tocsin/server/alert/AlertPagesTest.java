package dev.tocsin.server.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.BadDay;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.Screens;
import dev.tocsin.server.http.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertPagesTest {
  private final ManualClock clock = new ManualClock();
  private Screens screens;

  @BeforeEach
  void start(@TempDir Path folder) {
    screens = BadDay.screens(folder, clock, "Payments fail", BadDay.byRole(), 0);
  }

  @AfterEach
  void stop() {
    screens.close();
  }

  private String page() throws Exception {
    return screens.get("/admin/alerts", Role.OPERATOR).body();
  }

  private Alert alert(String rule) {
    return screens.alerts.open().stream()
        .filter(it -> it.ruleName().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void firingAlertsStandBeforePendingOnesAndTheWorstFirst() throws Exception {
    var page = page();
    int worst = page.indexOf("Payments fail");
    int mild = page.indexOf("A disk fills up");
    int pending = page.indexOf("Search is slow");
    assertTrue(worst > 0 && worst < mild && mild < pending, worst + " " + mild + " " + pending);
    assertTrue(page.contains("instance=\"internal-host\""), page);
    assertTrue(page.contains("<code>payments_failing &gt; 0</code>"), page);
  }

  @Test
  void onlyWebAddressesBecomeLinks() throws Exception {
    var page = page();
    assertTrue(page.contains("href=\"https://runbooks.example/payments\""));
    assertFalse(page.contains("href=\"javascript"));
  }

  @Test
  void aRuleThatFailsIsSeenFirst() throws Exception {
    var rules = page().substring(page().indexOf("id=\"rules\""));
    assertTrue(rules.indexOf("Broken") < rules.indexOf("PaymentsFail"), rules);
    assertTrue(rules.contains("1 cannot be evaluated"));
  }

  @Test
  void oneTakesAnAlertAndTheNextIsToldWhoHasIt() throws Exception {
    var path = "/admin/alerts/" + alert("DiskFills").id() + "/acknowledge";
    assertEquals(403, screens.post(path, Role.VIEWER, "").statusCode());
    var taken = screens.post(path, Role.OPERATOR, "");
    assertEquals(303, taken.statusCode(), taken.body());
    assertEquals("Somebody", alert("DiskFills").acknowledgedBy());
    assertTrue(page().contains("<strong>Somebody</strong> has it"));
    var again = screens.post(path, Role.OPERATOR, "");
    assertEquals(409, again.statusCode());
    assertTrue(again.body().contains("Somebody has it"), again.body());
  }

  @Test
  void whatDoesNotFireCannotBeTaken() throws Exception {
    var pending = "/admin/alerts/" + alert("SearchSlow").id() + "/acknowledge";
    assertEquals(409, screens.post(pending, Role.OPERATOR, "").statusCode());
    assertEquals(404, screens.post("/admin/alerts/x/acknowledge", Role.ADMIN, "").statusCode());
  }

  @Test
  void whatHasEndedIsListedAsResolved() throws Exception {
    clock.advance(java.time.Duration.ofMinutes(5));
    screens.found("DiskFills", clock.millis());
    var page = page();
    assertTrue(page.indexOf("A disk fills up") > page.indexOf("Resolved in the last 24 hours"));
  }
}
