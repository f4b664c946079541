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
  void onlyRulesThatFailAreTold() throws Exception {
    var rules = page().substring(page().indexOf("id=\"rules\""));
    assertTrue(rules.contains("Broken"), rules);
    assertFalse(rules.contains("PaymentsFail"), rules);
    assertTrue(rules.contains("1 cannot be evaluated"));
  }

  private String page(String query) throws Exception {
    return screens.get("/admin/alerts?" + query, Role.OPERATOR).body();
  }

  private static String firing(String page) {
    return page.substring(
        page.indexOf("id=\"firing-title\""), page.indexOf("id=\"resolved-title\""));
  }

  @Test
  void alertsStandUnderWhatTheyHaveInCommon() throws Exception {
    assertTrue(page().contains(">stripe-api <span"), page());
    assertTrue(page("by=severity").contains(">P3 <span"));
    assertTrue(page("by=owner").contains(">no owner <span class=\"soft\">2</span>"));
    assertTrue(page("by=group").contains(">PaymentsFail on stripe-api <span"));
  }

  @Test
  void theListIsFilteredByLabelAndSeverityAndSaysWhenNothingFits() throws Exception {
    var one = firing(page("severity=P3"));
    assertTrue(one.contains("A disk fills up") && !one.contains("PaymentsFail"), one);
    var other = firing(page("matchers=service%3D%22stripe-api%22"));
    assertTrue(other.contains("Payments fail") && !other.contains("A disk fills up"), other);
    assertTrue(page("owner=nobody").contains("No alert that fires fits this filter"));
    assertEquals(400, screens.get("/admin/alerts?matchers=%3D", Role.VIEWER).statusCode());
  }

  @Test
  void severalAreTakenInOneGoAndNoOthers() throws Exception {
    var disk = alert("DiskFills");
    var form = "choice=ticked&severity=P3&by=severity&alert-" + disk.id() + "=on";
    assertEquals(403, screens.post("/admin/alerts/acknowledge", Role.VIEWER, form).statusCode());
    var taken = screens.post("/admin/alerts/acknowledge", Role.OPERATOR, form);
    assertEquals(303, taken.statusCode(), taken.body());
    assertEquals(
        "/admin/alerts?severity=P3&by=severity", taken.headers().firstValue("location").orElse(""));
    assertEquals("Somebody", alert("DiskFills").acknowledgedBy());
    assertEquals(null, alert("PaymentsFail").acknowledgedBy());
  }

  @Test
  void nothingTickedTakesNothingWhateverTheFilter() throws Exception {
    var form = "choice=ticked&severity=P1";
    var none = screens.post("/admin/alerts/acknowledge", Role.OPERATOR, form);
    assertEquals(400, none.statusCode());
    assertEquals(null, alert("PaymentsFail").acknowledgedBy());
    var all = screens.post("/admin/alerts/acknowledge", Role.OPERATOR, "severity=P1");
    assertEquals(303, all.statusCode());
    assertEquals("Somebody", alert("PaymentsFail").acknowledgedBy());
    assertEquals(null, alert("DiskFills").acknowledgedBy());
  }

  @Test
  void severalAreSilencedEachByItsOwnLabels() throws Exception {
    var payments = alert("PaymentsFail");
    var form = "choice=ticked&duration=1h&reason=known&alert-" + payments.id() + "=on";
    var answer = screens.post("/admin/silences/alerts", Role.OPERATOR, form);
    assertEquals(303, answer.statusCode(), answer.body());
    var silence =
        screens.silences.endingAfter(clock.millis()).stream()
            .filter(it -> it.reason().equals("known"))
            .findFirst()
            .orElseThrow();
    assertEquals(payments.labels().size(), silence.matchers().size());
    assertTrue(page().contains("silenced by Somebody: known"), page());
    var empty = screens.post("/admin/silences/alerts", Role.OPERATOR, "duration=1h&reason=x");
    assertEquals(400, empty.statusCode());
    var without = "duration=1h&reason=&alert-" + payments.id() + "=on";
    assertEquals(400, screens.post("/admin/silences/alerts", Role.OPERATOR, without).statusCode());
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
