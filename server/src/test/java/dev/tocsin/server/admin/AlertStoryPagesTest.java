package dev.tocsin.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.PromQl;
import dev.tocsin.series.Labels;
import dev.tocsin.server.BadDay;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.Screens;
import dev.tocsin.server.account.AuditTrail;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.Verdict;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.http.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertStoryPagesTest {
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

  private Alert alert(String rule) {
    return screens.alerts.open().stream()
        .filter(it -> it.ruleName().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  private String page(Alert alert, Role role) throws Exception {
    var answer = screens.get("/admin/alerts/" + alert.id(), role);
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body();
  }

  private void sample(String name, Labels labels, double value) {
    try (var appender = screens.store.writer().appender()) {
      long now = clock.millis();
      for (long at = now - Duration.ofHours(1).toMillis(); at <= now; at += 15_000) {
        appender.append(appender.reference(labels.with(Labels.METRIC_NAME, name)), at, value);
      }
      appender.commit();
    }
  }

  @Test
  void theGraphShowsTheAlertsOwnSeriesBesideTheLimit() throws Exception {
    var alert = alert("PaymentsFail");
    sample("payments_failing", Labels.of("instance", "internal-host"), 3);
    sample("payments_failing", Labels.of("instance", "other"), 1);
    var page = page(alert, Role.VIEWER);
    assertEquals(1, page.split("class=\"line own\"", -1).length - 1, page);
    assertEquals(1, page.split("class=\"line\" d", -1).length - 1, page);
    assertTrue(page.contains("&gt; 0</text>"), page);
    assertTrue(page.contains("between 3 and 3, last 3, fires while it is above 0."), page);
  }

  @Test
  void anEmptyGraphSaysSo() throws Exception {
    var page = page(alert("DiskFills"), Role.VIEWER);
    assertTrue(page.contains("The graph is empty: no samples are stored of that time"), page);
    assertTrue(page.contains("disk_share &gt; 0.8"), page);
  }

  @Test
  void anExpressionIsTakenApartAtItsComparison() {
    var judged = Judged.of(PromQl.parse("(sum(rate(a[5m])) > 2) and on () b > 7"));
    assertEquals("sum(rate(a[5m]))", judged.value().toString());
    assertEquals(Optional.of("2"), judged.limit().map(Object::toString));
    assertEquals("<", Judged.of(PromQl.parse("5 > a")).sign());
    assertEquals(Optional.empty(), Judged.of(PromQl.parse("absent(up)")).limit());
  }

  @Test
  void itTellsWhatChangedBeforeAndWhatAfter() throws Exception {
    var trail = new AuditTrail(screens.database, new Ids(clock), clock);
    trail.record("ada", "changed a rule", "r1", "Payments: payments_failing > 0");
    trail.record("ada", "signed in", "ada", "");
    sample(
        "process_start_time_seconds",
        Labels.of("job", "shop", "instance", "shop:8080"),
        alert("PaymentsFail").activeSinceMillis() / 1000.0 - 120);
    var page = page(alert("PaymentsFail"), Role.VIEWER);
    var changes = page.substring(page.indexOf("changes-title"), page.indexOf("told-title"));
    assertTrue(changes.contains("shop at shop:8080 started"), changes);
    assertTrue(changes.contains("ada changed a rule Payments: payments_failing &gt; 0"), changes);
    assertTrue(changes.contains("(after it began)"), changes);
    assertFalse(changes.contains("signed in"), changes);
    assertTrue(
        changes.indexOf("changed a rule") < changes.indexOf("shop at shop:8080"), "newest first");
  }

  @Test
  void itTellsWhoWasToldAndWhatMutes() throws Exception {
    var told = page(alert("PaymentsFail"), Role.VIEWER);
    assertTrue(told.contains("opened to slack"), told);
    assertTrue(told.contains("/admin/incidents/"), told);
    var quiet = page(alert("DiskFills"), Role.VIEWER);
    assertTrue(quiet.contains("silenced by Ada Operator: known: Payments fail"), quiet);
    assertTrue(quiet.contains("href=\"/admin/silences/"), quiet);
  }

  @Test
  void aVerdictIsGivenAndShown() throws Exception {
    var alert = alert("PaymentsFail");
    var path = "/admin/alerts/" + alert.id() + "/verdict";
    assertEquals(403, screens.post(path, Role.VIEWER, "verdict=noise").statusCode());
    var answer = screens.post(path, Role.OPERATOR, "verdict=noise");
    assertEquals(303, answer.statusCode(), answer.body());
    assertEquals(Optional.of(Verdict.NOISE), screens.ledger.verdict(alert.id()));
    var page = page(alert, Role.OPERATOR);
    assertTrue(page.contains("value=\"noise\" aria-pressed=\"true\""), page);
    assertTrue(page.contains("value=\"late\" aria-pressed=\"false\""), page);
    assertFalse(page(alert, Role.VIEWER).contains("aria-pressed"));
  }

  @Test
  void aPendingAlertCannotBeJudgedAndAnUnknownOneIsNotFound() throws Exception {
    assertTrue(page(alert("SearchSlow"), Role.OPERATOR).contains("It has not fired yet."));
    assertEquals(404, screens.get("/admin/alerts/none-such", Role.VIEWER).statusCode());
  }

  @Test
  void theTimeOfTheGraphHasBounds() throws Exception {
    var path = "/admin/alerts/" + alert("PaymentsFail").id() + "?hours=";
    assertEquals(400, screens.get(path + "0", Role.VIEWER).statusCode());
    assertEquals(400, screens.get(path + "1000", Role.VIEWER).statusCode());
    assertEquals(200, screens.get(path + "168", Role.VIEWER).statusCode());
  }
}
