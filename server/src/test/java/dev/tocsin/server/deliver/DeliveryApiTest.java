package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.TestApi;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryApiTest {
  private static final String REPLAY = "/notifications/incident-alerts/replay-dead-letter";
  private static final String PATH = "/api/v1/monitoring/deliveries";

  @TempDir private Path folder;
  private final ScriptedChannel hook = new ScriptedChannel("hook");
  private Database database;
  private DeliveryFixture fixture;
  private TestApi api;

  @BeforeEach
  void start() {
    database = TestDatabases.sqlite(folder);
    fixture = new DeliveryFixture(database, Optional.empty(), hook);
    api =
        new TestApi(
            new DeliveryApi(fixture.log),
            new DeadLetterApi(fixture.deadLetters, fixture.notifier),
            new ChannelApi(
                new Channels(
                    fixture.options,
                    fixture.worker,
                    fixture.log,
                    new Canary(
                        database,
                        fixture.options.watch().canary(),
                        new IncidentMessages(URI.create("https://tocsin.example")),
                        fixture.ids,
                        fixture.clock)),
                fixture.notifier),
            new NoticeApi(new Notices(database, fixture.ids, fixture.clock, () -> {})));
  }

  @AfterEach
  void stop() {
    api.close();
    database.close();
  }

  private JsonNode ok(int status, String role, String method, String path) throws Exception {
    var response = api.call(role, method, path, "");
    assertEquals(status, response.statusCode(), response.body());
    return new ObjectMapper().readTree(response.body()).path("data");
  }

  @Test
  void deadLettersAreSeenWithTheirAttemptsAndReplayed() throws Exception {
    hook.then(new Receipt.Rejected("HTTP 400"));
    fixture.open();
    fixture.worker.runOnce();

    var dead = ok(200, "viewer", "GET", PATH + "?state=dead");
    assertEquals(1, dead.path("total").asInt());
    var id = dead.at("/deliveries/0/id").asText();
    var detail = ok(200, "viewer", "GET", PATH + "/" + id);
    assertEquals("rejected", detail.at("/attempts/0/outcome").asText());
    assertEquals("HTTP 400", detail.at("/attempts/0/answer").asText());
    assertEquals("Checkout fails", detail.at("/payload/title").asText());
    var notices = ok(200, "viewer", "GET", "/api/v1/monitoring/notices");
    assertEquals(id, notices.at("/notices/0/deliveryId").asText());

    assertEquals(409, api.call("admin", "POST", REPLAY + "?limit=10", "").statusCode());
    var replay = ok(200, "admin", "POST", REPLAY + "?limit=5000&override=they+wait");
    assertEquals("{\"replayed\":1,\"failed\":0,\"remaining\":0}", replay.toString());
    assertEquals(0, ok(200, "viewer", "GET", PATH + "?state=dead").path("total").asInt());
  }

  @Test
  void aChannelIsTried() throws Exception {
    var key = ok(202, "admin", "POST", "/api/v1/monitoring/channels/hook/test");
    fixture.worker.runOnce();

    assertFalse(key.path("idempotencyKey").asText().isEmpty());
    assertEquals(1, hook.sent().size());
  }

  @Test
  void aDeadLetterIsDecidedAboutAndADrillIsOnRecord() throws Exception {
    hook.then(new Receipt.Rejected("HTTP 400"));
    fixture.open();
    fixture.worker.runOnce();
    var id = fixture.only(DeliveryState.DEAD).id();
    var desk = "/api/v1/monitoring/dead-letters";
    var wish = "{\"ids\":[\"" + id + "\"],\"mode\":\"dismissed\",\"reason\":\"over\"}";

    assertEquals(
        409,
        api.call("admin", "POST", desk + "/decisions", wish.replace("over", " ")).statusCode());
    assertEquals(
        400,
        api.call("admin", "POST", desk + "/decisions", wish.replace("dismissed", "lost"))
            .statusCode());
    assertEquals(200, api.call("admin", "POST", desk + "/decisions", wish).statusCode());
    assertEquals(409, api.call("admin", "POST", desk + "/decisions", wish).statusCode());
    var detail = ok(200, "viewer", "GET", PATH + "/" + id);
    assertEquals("dismissed", detail.at("/decisions/0/mode").asText());

    assertEquals(
        200, api.call("admin", "POST", desk + "/drills", "{\"channel\":\"hook\"}").statusCode());
    var runs = ok(200, "viewer", "GET", desk + "/replays");
    assertTrue(runs.at("/replays/0/drill").asBoolean());
  }

  @Test
  void theChannelsTellWhetherTheyWork() throws Exception {
    hook.failing(1);
    ok(202, "admin", "POST", "/api/v1/monitoring/channels/hook/test");
    fixture.worker.runOnce();

    var channel = ok(200, "viewer", "GET", "/api/v1/monitoring/channels").at("/channels/0");
    assertEquals("hook", channel.path("name").asText());
    assertEquals("closed", channel.path("breaker").asText());
    assertEquals("HTTP 503", channel.at("/health/lastError").asText());
    assertEquals("pending", channel.at("/lastTest/state").asText());
  }

  @Test
  void aNoticeIsReadAndAcknowledged() throws Exception {
    hook.then(new Receipt.Rejected("HTTP 400"));
    fixture.open();
    fixture.worker.runOnce();
    var path = "/api/v1/monitoring/notices";
    var stream = ok(200, "viewer", "GET", path + "?state=open&kind=notification_dropped");
    assertEquals(1, stream.path("unread").asInt());

    ok(200, "viewer", "POST", path + "/read");
    assertEquals(0, ok(200, "viewer", "GET", path).path("unread").asInt());
    var one = path + "/" + stream.at("/notices/0/id").asText() + "/acknowledge";
    assertEquals(403, api.call("viewer", "POST", one, "").statusCode());
    ok(200, "operator", "POST", one);
    assertEquals(409, api.call("operator", "POST", one, "").statusCode());
    assertEquals(0, ok(200, "viewer", "GET", path + "?state=open").path("notices").size());
  }

  @Test
  void wrongInputAndTooLowRolesAreRefused() throws Exception {
    assertEquals(400, api.call("viewer", "GET", PATH + "?state=lost", "").statusCode());
    assertEquals(400, api.call("admin", "POST", REPLAY + "?limit=0", "").statusCode());
    assertEquals(404, api.call("viewer", "GET", PATH + "/x", "").statusCode());
    assertEquals(
        404, api.call("admin", "POST", "/api/v1/monitoring/channels/x/test", "").statusCode());
    assertEquals(403, api.call("operator", "POST", REPLAY, "").statusCode());
  }
}
