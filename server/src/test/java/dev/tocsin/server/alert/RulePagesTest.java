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

class RulePagesTest {
  private static final String FORM =
      "name=Busy&metric=http_active_connections&condition=GTE&threshold=%s&duration=0"
          + "&evaluationInterval=60&channel=EMAIL&severity=P3&cooldownMinutes=30&groupBy=job"
          + "&isActive=on&recipients=a%%40b.example";
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

  private String page(String path, Role role) throws Exception {
    var answer = screens.get(path, role);
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body();
  }

  @Test
  void theRuleThatFailsComesFirstAndThenThoseThatFire() throws Exception {
    var page = page("/admin/rules", Role.VIEWER);
    int broken = page.indexOf("<strong>Broken</strong>");
    int firing = page.indexOf("<strong>PaymentsFail</strong>");
    int recorded = page.indexOf("<strong>shop:orders</strong>");
    assertTrue(broken > 0 && broken < firing && firing < recorded, page);
    assertTrue(page.contains("1 cannot be evaluated"));
    assertTrue(page.contains("1 firing"));
    assertFalse(page.contains("New rule"));
    assertTrue(page("/admin/rules", Role.ADMIN).contains("New rule"));
  }

  @Test
  void theFormShowsWhatTheRuleWouldHaveDone() throws Exception {
    var busy = screens.post("/admin/rules/preview", Role.ADMIN, FORM.formatted("5"));
    assertEquals(200, busy.statusCode(), busy.body());
    assertTrue(busy.body().contains("http_active_connections &gt;= 5"), busy.body());
    var never = screens.post("/admin/rules/preview", Role.ADMIN, FORM.formatted("500"));
    assertTrue(never.body().contains("fired <strong>0</strong> times"), never.body());
    var fired = busy.body().replaceAll("(?s).*fired <strong>(\\d+)</strong> times.*", "$1");
    assertTrue(Integer.parseInt(fired) > 0, fired);
  }

  @Test
  void whatIsWrongIsToldAndTheFieldsStay() throws Exception {
    var wrong = screens.post("/admin/rules", Role.ADMIN, FORM.formatted("many"));
    assertEquals(400, wrong.statusCode());
    assertTrue(wrong.body().contains("threshold: \"many\" is not a number"), wrong.body());
    assertTrue(wrong.body().contains("value=\"http_active_connections\""), wrong.body());
  }

  @Test
  void aRuleIsMadeEditedAndDeletedWithoutScript() throws Exception {
    var made = screens.post("/admin/rules", Role.ADMIN, FORM.formatted("5"));
    assertEquals(303, made.statusCode(), made.body());
    var path = made.headers().firstValue("location").orElseThrow();
    assertTrue(page(path, Role.ADMIN).contains("value=\"5\""));
    assertEquals(303, screens.post(path, Role.ADMIN, FORM.formatted("6")).statusCode());
    assertTrue(page(path, Role.ADMIN).contains("value=\"6\""));
    var test = screens.post(path + "/test", Role.ADMIN, "x=y");
    assertTrue(test.body().contains("no channel is set up"), test.body());
    assertEquals(303, screens.post(path + "/delete", Role.ADMIN, "x=y").statusCode());
    assertEquals(404, screens.get(path, Role.ADMIN).statusCode());
  }

  @Test
  void aMemberThatWasEmptiedIsGone() throws Exception {
    var with = FORM.formatted("5") + "&recoveryThreshold=4";
    var path =
        screens
            .post("/admin/rules", Role.ADMIN, with)
            .headers()
            .firstValue("location")
            .orElseThrow();
    assertTrue(
        page(path, Role.ADMIN).contains("name=\"recoveryThreshold\" type=\"text\" value=\"4\""));
    var without = FORM.formatted("5") + "&recoveryThreshold=";
    assertEquals(303, screens.post(path, Role.ADMIN, without).statusCode());
    assertTrue(
        page(path, Role.ADMIN).contains("name=\"recoveryThreshold\" type=\"text\" value=\"\""));
  }

  @Test
  void eachFiringOfTheLastWeekIsDrawn() throws Exception {
    var busy = screens.post("/admin/rules/preview", Role.ADMIN, FORM.formatted("5")).body();
    int fired =
        Integer.parseInt(busy.replaceAll("(?s).*fired <strong>(\\d+)</strong> times.*", "$1"));
    assertEquals(fired, busy.split("<rect class=\"fired\"", -1).length - 1);
    assertEquals(7, busy.split("<line class=\"day\"", -1).length - 1);
  }

  @Test
  void onlyAdministratorsEdit() throws Exception {
    assertEquals(403, screens.get("/admin/rules/new", Role.OPERATOR).statusCode());
    assertEquals(403, screens.post("/admin/rules/reload", Role.OPERATOR, "x=y").statusCode());
    assertEquals(303, screens.post("/admin/rules/reload", Role.ADMIN, "x=y").statusCode());
  }
}
