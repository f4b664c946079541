package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.TestApi;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
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
            new DeliveryApi(fixture.options, fixture.log, fixture.deadLetters, fixture.notifier));
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

    var replay = ok(200, "admin", "POST", REPLAY + "?limit=5000");
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
  void wrongInputAndTooLowRolesAreRefused() throws Exception {
    assertEquals(400, api.call("viewer", "GET", PATH + "?state=lost", "").statusCode());
    assertEquals(400, api.call("admin", "POST", REPLAY + "?limit=0", "").statusCode());
    assertEquals(404, api.call("viewer", "GET", PATH + "/x", "").statusCode());
    assertEquals(
        404, api.call("admin", "POST", "/api/v1/monitoring/channels/x/test", "").statusCode());
    assertEquals(403, api.call("operator", "POST", REPLAY, "").statusCode());
  }
}
