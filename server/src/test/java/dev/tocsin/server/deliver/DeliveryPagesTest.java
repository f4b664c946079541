package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.BadDay;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.Screens;
import dev.tocsin.server.http.Role;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryPagesTest {
  private static final String PATH = "/admin/deliveries";

  private Screens screens;

  @BeforeEach
  void start(@TempDir Path folder) {
    screens = BadDay.screens(folder, new ManualClock(), "Payments fail", BadDay.byRole(), 0);
  }

  @AfterEach
  void stop() {
    screens.close();
  }

  private Delivery first(DeliveryState state) {
    return screens.deliveries.list(Set.of(state), 1, 0).deliveries().getFirst();
  }

  @Test
  void theLogIsFilteredByState() throws Exception {
    var dead = screens.get(PATH + "?state=dead", Role.VIEWER).body();
    assertTrue(dead.contains("given up</span>") && dead.contains("no such room"), dead);
    assertFalse(dead.contains(">delivered</span>"), dead);
    assertEquals(400, screens.get(PATH + "?state=lost", Role.VIEWER).statusCode());
    assertEquals(400, screens.get(PATH + "?page=0", Role.VIEWER).statusCode());
  }

  @Test
  void oneDeliveryShowsItsAttemptsAndWhatItSays() throws Exception {
    var delivery = first(DeliveryState.DEAD);
    var page = screens.get(PATH + "/" + delivery.id(), Role.VIEWER).body();
    assertTrue(page.contains("rejected</strong>: status 400"), page);
    assertTrue(page.contains(delivery.idempotencyKey()), page);
    assertTrue(page.contains("/admin/incidents/" + delivery.incidentId()), page);
    assertEquals(404, screens.get(PATH + "/other", Role.VIEWER).statusCode());
  }

  @Test
  void onlyAnAdministratorReplaysAndIsToldTheOutcome() throws Exception {
    assertEquals(403, screens.post(PATH + "/replay", Role.OPERATOR, "limit=1").statusCode());
    assertEquals(409, screens.post(PATH + "/replay", Role.ADMIN, "limit=1").statusCode());
    var answer = screens.post(PATH + "/replay", Role.ADMIN, "limit=1&override=an+exercise");
    assertEquals(303, answer.statusCode(), answer.body());
    var location = answer.headers().firstValue("Location").orElseThrow();
    assertEquals(PATH + "?replayed=0&failed=1", location);
    var page = screens.get(location, Role.ADMIN).body();
    assertTrue(page.contains("0 delivered, 1 failed again"), page);
  }

  @Test
  void aLimitThatIsNoneIsRefused() throws Exception {
    for (var limit : new String[] {"", "0", "101", "ten", "-1"}) {
      var answer = screens.post(PATH + "/replay", Role.ADMIN, "limit=" + limit);
      assertEquals(400, answer.statusCode(), limit);
    }
  }

  @Test
  void aChannelCanBeTried() throws Exception {
    var answer = screens.post(PATH + "/test", Role.ADMIN, "channel=slack");
    assertEquals(303, answer.statusCode(), answer.body());
    var newest = screens.deliveries.list(Set.of(DeliveryState.PENDING), 50, 0).deliveries();
    assertTrue(newest.stream().anyMatch(it -> it.kind() == ChangeKind.TEST));
    assertEquals(404, screens.post(PATH + "/test", Role.ADMIN, "channel=x").statusCode());
  }

  @Test
  void aDeadLetterIsDecidedAboutOnItsPage() throws Exception {
    var path = PATH + "/" + first(DeliveryState.DEAD).id();
    assertFalse(screens.get(path, Role.OPERATOR).body().contains("Decide"));
    assertTrue(screens.get(path, Role.ADMIN).body().contains("Decide"));
    assertEquals(
        409, screens.post(path + "/decide", Role.ADMIN, "mode=dismissed&reason=").statusCode());

    var form = "mode=manual_handoff&reason=Bob+was+called";
    assertEquals(403, screens.post(path + "/decide", Role.OPERATOR, form).statusCode());
    assertEquals(303, screens.post(path + "/decide", Role.ADMIN, form).statusCode());

    var page = screens.get(path, Role.VIEWER).body();
    assertTrue(page.contains("manual handoff") && page.contains("Bob was called"), page);
  }

  @Test
  void theChannelsShowWhetherTheyWorkAndTemplatesAreTriedWithRealMessages() throws Exception {
    var page = screens.get("/admin/channels", Role.ADMIN).body();
    assertTrue(page.contains(">works</span>") && page.contains("no such room"), page);
    assertTrue(page.contains("Send a test"), page);
    assertFalse(screens.get("/admin/channels", Role.VIEWER).body().contains("Send a test"));

    var id = first(DeliveryState.DELIVERED).id();
    var form = "template=%7B%7Btitle%7D%7D!&kind=text&delivery=" + id;
    var preview = screens.post("/admin/channels/preview", Role.OPERATOR, form);
    assertEquals(200, preview.statusCode());
    assertTrue(preview.body().contains("Payments fail!"), preview.body());
    var broken =
        screens.post("/admin/channels/preview", Role.OPERATOR, "template=%7B%7B%23x%7D%7D");
    assertTrue(broken.body().contains("The template is no template"), broken.body());
  }

  @Test
  void aNoticeIsAcknowledgedOnItsPage() throws Exception {
    var page = screens.get("/admin/notices", Role.OPERATOR).body();
    assertTrue(page.contains("you have not read"), page);
    var id = screens.deliveries.notices(1, 0).getFirst().id();

    assertEquals(
        303, screens.post("/admin/notices/" + id + "/acknowledge", Role.OPERATOR, "").statusCode());
    assertEquals(303, screens.post("/admin/notices/read", Role.OPERATOR, "").statusCode());

    var after = screens.get("/admin/notices", Role.OPERATOR).body();
    assertTrue(after.contains("acknowledged by"), after);
    assertTrue(after.contains("You have read everything"), after);
  }
}
