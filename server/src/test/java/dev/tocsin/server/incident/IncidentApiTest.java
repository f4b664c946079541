package dev.tocsin.server.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.TestApi;
import dev.tocsin.server.database.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentApiTest {
  private static final String PATH = "/api/v1/monitoring/incidents";

  @TempDir private Path folder;
  private IncidentFixture fixture;
  private TestApi api;

  @BeforeEach
  void start() {
    fixture = new IncidentFixture(TestDatabases.sqlite(folder));
    api = new TestApi(new IncidentApi(fixture.desk));
  }

  @AfterEach
  void stop() {
    api.close();
    fixture.database.close();
  }

  private JsonNode ok(int status, String method, String path, String body) throws Exception {
    var response = api.call("admin", method, path, body);
    assertEquals(status, response.statusCode(), response.body());
    return new ObjectMapper().readTree(response.body()).path("data");
  }

  @Test
  void anIncidentLivesItsLifeOverTheApi() throws Exception {
    var opened =
        ok(
            201,
            "POST",
            PATH,
            """
            {"title": "Search is slow", "description": "p99 over 5 s", "severity": "P2",
             "servicesAffected": ["search"]}
            """);
    var path = PATH + "/" + opened.path("id").asText();
    assertEquals("INVESTIGATING", opened.path("status").asText());
    assertEquals("p99 over 5 s", opened.at("/timeline/0/update").asText());
    assertEquals("Somebody", opened.at("/timeline/0/author").asText());

    ok(200, "PATCH", path, "{\"status\": \"IDENTIFIED\", \"update\": \"a bad index\"}");
    ok(200, "POST", path + "/acknowledge", "");
    ok(200, "POST", path + "/notes", "{\"update\": \"reindexing\"}");
    ok(200, "PATCH", path + "/resolve", "");
    ok(200, "PATCH", path + "/resolve", "{\"update\": \"again\"}");
    ok(200, "POST", path + "/postmortem", "{\"postmortemUrl\": \"https://wiki.example/1\"}");

    var whole = ok(200, "GET", path, "");
    assertEquals("RESOLVED", whole.path("status").asText());
    assertEquals("id-of-ADMIN", whole.path("acknowledgedBy").asText());
    assertEquals("2026-03-01T12:00:00Z", whole.path("resolvedAt").asText());
    assertEquals(6, whole.path("timeline").size());
    assertEquals("Resolved", whole.at("/timeline/4/update").asText());
    assertEquals(
        1, ok(200, "GET", PATH + "?status=RESOLVED&severity=P2", "").path("total").asInt());
    assertEquals(0, ok(200, "GET", PATH + "?status=monitoring", "").path("total").asInt());
  }

  @Test
  void allProblemsOfABodyAreAnsweredTogether() throws Exception {
    var response = api.call("admin", "POST", PATH, "{\"servicesAffected\": [\"x\"]}");

    assertEquals(400, response.statusCode());
    var errors = new ObjectMapper().readTree(response.body()).path("errors");
    assertEquals(4, errors.size(), response.body());
  }

  @Test
  void wrongInputIsRefusedWithItsReason() throws Exception {
    var path = PATH + "/" + fixture.open().id();

    assertEquals(400, api.call("admin", "GET", PATH + "?status=GONE", "").statusCode());
    assertEquals(400, api.call("admin", "GET", PATH + "?limit=101", "").statusCode());
    assertEquals(400, api.call("admin", "PATCH", path, "{\"status\": \"DONE\"}").statusCode());
    assertEquals(400, api.call("admin", "POST", path + "/notes", "{}").statusCode());
    assertEquals(404, api.call("admin", "PATCH", PATH + "/x/resolve", "").statusCode());
    assertEquals(404, api.call("admin", "GET", PATH + "/x", "").statusCode());
    fixture.desk.resolve(fixture.changes.getFirst().incident().id(), "", IncidentFixture.ADA);
    var back = "{\"status\": \"MONITORING\", \"update\": \"back\"}";
    assertEquals(409, api.call("admin", "PATCH", path, back).statusCode());
  }

  @Test
  void onlyAdministratorsMayCallIt() throws Exception {
    for (var route : new IncidentApi(fixture.desk).routes()) {
      var path = route.path().replace("{id}", "x");
      assertEquals(403, api.call("operator", route.method(), path, "").statusCode(), path);
    }
    assertTrue(api.call("super_admin", "GET", PATH, "").statusCode() == 200);
  }
}
