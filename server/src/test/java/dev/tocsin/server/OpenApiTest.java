package dev.tocsin.server;

import static dev.tocsin.server.RunningServer.bearer;
import static dev.tocsin.server.RunningServer.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.server.http.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The document and the running server say the same.
class OpenApiTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}.]+)(?:\\.\\.\\.)?}");
  private static final Pattern MENTIONED =
      Pattern.compile("/(?:api/v1|admin|health)(?:/[a-z0-9_-]+|/\\$[A-Z]+|/\\{[a-z]+})*");
  private static final String INCIDENTS = "/api/v1/monitoring/incidents";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private static Path folder;
  private static OpenApiDocument document;
  private static RunningServer server;
  private static Map<String, String> administrator;

  @BeforeAll
  static void start() throws Exception {
    document = OpenApiDocument.read();
    var rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("test.yml"),
        """
        groups:
          - name: test
            interval: 1s
            rules:
              - {record: one, expr: vector(1)}
              - alert: Always
                expr: vector(7)
                labels: {severity: P1, service: shop}
                annotations: {summary: It always burns}
        """);
    server =
        RunningServer.start(
            folder.resolve("data"),
            """
            rules: {directories: ["%s"]}
            probes: {services: [{name: shop, tcp: "127.0.0.1:1"}, {name: stripe-api}]}
            delivery:
              attempts: 1
              channels: [{name: hook, type: webhook, url: "http://127.0.0.1:1"}]
            """
                .formatted(rules));
    administrator = bearer(server.token(server.session(), "SUPER_ADMIN"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static boolean isApi(Route route) {
    var path = route.path();
    return path.startsWith("/api/")
        || path.startsWith("/notifications/")
        || path.startsWith("/health")
        || path.equals("/readyz")
        || path.equals("/metrics");
  }

  private static Map<String, String> rolesOfRoutes() {
    var roles = new TreeMap<String, String>();
    for (var route : server.server().routes()) {
      if (isApi(route)) {
        roles.put(route.method() + " " + route.path(), route.role().name());
      }
    }
    return roles;
  }

  @Test
  void theDocumentHasTheRoutesOfTheServerWithTheirRolesAndNoOthers() {
    var roles = new TreeMap<String, String>();
    document.operations().forEach((name, it) -> roles.put(name, it.path("x-role").asText("none")));
    assertEquals(rolesOfRoutes(), roles);
    assertTrue(document.root().path("openapi").asText().startsWith("3.1."));
  }

  @Test
  void theGuidesNameOnlyPathsThatExist() throws IOException {
    var known = new TreeSet<String>();
    server.server().routes().forEach(route -> known.add(shape(route.path())));
    for (var guide : List.of("operating.md", "using.md")) {
      var paths = MENTIONED.matcher(Files.readString(Path.of("../docs", guide)));
      int found = 0;
      while (paths.find()) {
        found++;
        assertTrue(known.contains(shape(paths.group())), paths.group() + " in " + guide);
      }
      assertTrue(found > 2, guide);
    }
  }

  /// A path with its parameters unnamed.
  private static String shape(String path) {
    return path.replaceAll("\\{[^}]+}|\\$[A-Z]+", "{}");
  }

  @Test
  void everyOperationTellsWhatItDoesAndWhatItAnswers() {
    var ids = new HashSet<String>();
    for (var entry : document.operations().entrySet()) {
      var name = entry.getKey();
      var operation = entry.getValue();
      assertFalse(operation.path("summary").asText("").isBlank(), name);
      assertTrue(ids.add(operation.path("operationId").asText("")), name + " has no id of its own");
      assertFalse(operation.path("responses").isEmpty(), name);
      for (var response : operation.path("responses").properties()) {
        assertTrue(document.resolved(response.getValue()).has("description"), name);
      }
      boolean refuses = operation.path("responses").has("401");
      boolean open = operation.path("x-role").asText().equals("ANYONE");
      assertTrue(refuses || open, name + " does not tell of 401");
    }
  }

  @Test
  void everyParameterOfAPathIsThereAndNoOther() {
    for (var entry : document.operations().entrySet()) {
      var written = new TreeSet<String>();
      for (var parameter : entry.getValue().path("parameters")) {
        var resolved = document.resolved(parameter);
        assertFalse(resolved.path("name").asText("").isEmpty(), entry.getKey());
        if (resolved.path("in").asText().equals("path")) {
          assertTrue(resolved.path("required").asBoolean(), entry.getKey());
          written.add(resolved.path("name").asText());
        }
      }
      var expected = new TreeSet<String>();
      var names = PARAMETER.matcher(entry.getKey());
      while (names.find()) {
        expected.add(names.group(1));
      }
      assertEquals(expected, written, entry.getKey());
    }
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryPartIsUsed() {
    var references = new TreeSet<String>();
    document.root().findValues("$ref").forEach(it -> references.add(it.asText()));
    for (var reference : references) {
      var target = document.root().at(reference.substring(1));
      assertFalse(target.isMissingNode(), reference);
    }
    var unused = new ArrayList<String>();
    for (var kind : List.of("parameters", "responses", "schemas")) {
      for (var part : document.root().path("components").path(kind).properties()) {
        var reference = "#/components/" + kind + "/" + part.getKey();
        if (!references.contains(reference)) {
          unused.add(reference);
        }
      }
    }
    assertEquals(List.of(), unused);
  }

  @Test
  void examplesFitTheirSchemas() {
    var wrong = new ArrayList<String>();
    for (var parent : document.root().findParents("example")) {
      for (var fault : document.faults(parent.path("schema"), parent.path("example"))) {
        wrong.add(fault + " in " + parent.path("example"));
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static JsonNode answer(int status, String method, String path, String body)
      throws IOException, InterruptedException {
    var response = server.call(method, administrator, path, body);
    assertEquals(status, response.statusCode(), path + ": " + response.body());
    return json(response);
  }

  /// Asks, and holds the answer against the schema of the operation.
  private static JsonNode checked(int status, String operation, String path, String body)
      throws IOException, InterruptedException {
    var value = answer(status, operation.split(" ", 2)[0], path, body);
    var schema = document.answerSchema(document.operations().get(operation), status);
    assertFalse(schema.isMissingNode(), operation + " has no schema for " + status);
    assertEquals(List.of(), document.faults(schema, value), operation + ": " + value);
    return value;
  }

  private static JsonNode got(String path) throws IOException, InterruptedException {
    return checked(200, "GET " + path.split("\\?", 2)[0], path, "");
  }

  @Test
  void answersAboutThisServerAndItsUsersFit() throws Exception {
    for (var path :
        List.of("/health", "/health/live", "/health/ready", "/health/startup", "/healthz")) {
      got(path);
    }
    got("/readyz");
    got("/api/v1/auth/me");
    var user = "{\"name\": \"ada\", \"password\": \"ada lovelace\", \"role\": \"VIEWER\"}";
    checked(201, "POST /api/v1/users", "/api/v1/users", user);
    checked(400, "POST /api/v1/users", "/api/v1/users", user);
    var users = got("/api/v1/users").path("data");
    assertEquals(2, users.size());
    var ada = users.findValuesAsText("name").indexOf("ada");
    var path = "/api/v1/users/" + users.get(ada).path("id").asText();
    checked(200, "DELETE /api/v1/users/{id}", path, "");
    checked(404, "DELETE /api/v1/users/{id}", path, "");
    assertFalse(got("/api/v1/tokens").path("data").isEmpty());
  }

  @Test
  void answersToQuestionsFit() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(() -> !got("/api/v1/query?query=one").at("/data/result").isEmpty());
    got("/api/v1/query?query=1");
    got("/api/v1/query?query=none_such");
    var now = got("/api/v1/query?query=time()").at("/data/result/0").asLong();
    got("/api/v1/query_range?query=one&step=1s&start=" + (now - 60) + "&end=" + now);
    got("/api/v1/series?match[]=one".replace("[]", "%5B%5D"));
    got("/api/v1/labels");
    checked(200, "GET /api/v1/label/{name}/values", "/api/v1/label/__name__/values", "");
    checked(400, "GET /api/v1/query", "/api/v1/query?query=(", "");
    var ambiguous = "/api/v1/query?query=one%2Bon()%7B__name__%3D~%22.%2B%22%7D";
    checked(422, "GET /api/v1/query", ambiguous, "");
  }

  @Test
  void answersAboutTargetsAndRulesFit() throws Exception {
    got("/api/v1/targets");
    await().atMost(PATIENCE).until(() -> !got("/api/v1/alerts").at("/data/alerts").isEmpty());
    assertFalse(got("/api/v1/rules").at("/data/groups").isEmpty());
    checked(400, "GET /api/v1/rules", "/api/v1/rules?type=none", "");
  }

  @Test
  void answersAboutAlertsFit() throws Exception {
    var active = "/api/v1/monitoring/alerts/active";
    await().atMost(PATIENCE).until(() -> !got(active).path("data").isEmpty());
    var path = "/api/v1/monitoring/alerts/" + got(active).at("/data/0/id").asText();
    checked(200, "GET /api/v1/monitoring/alerts/{id}", path, "");
    var acknowledge = "POST /api/v1/monitoring/alerts/{id}/acknowledge";
    checked(200, acknowledge, path + "/acknowledge", "");
    checked(409, acknowledge, path + "/acknowledge", "");
    got("/api/v1/monitoring/alerts/history?days=1");
  }

  @Test
  void answersAboutIncidentsFit() throws Exception {
    var wanted =
        "{\"title\": \"x\", \"description\": \"y\", \"severity\": \"P3\","
            + " \"servicesAffected\": [\"stripe-api\"]}";
    var opened = checked(201, "POST " + INCIDENTS, INCIDENTS, wanted);
    checked(400, "POST " + INCIDENTS, INCIDENTS, "{\"title\": \"x\"}");
    var path = INCIDENTS + "/" + opened.at("/data/id").asText();
    var one = INCIDENTS + "/{id}";
    checked(200, "POST " + one + "/acknowledge", path + "/acknowledge", "");
    checked(200, "POST " + one + "/notes", path + "/notes", "{\"update\": \"z\"}");
    checked(200, "PATCH " + one, path, "{\"status\": \"MONITORING\", \"update\": \"z\"}");
    checked(200, "PATCH " + one + "/resolve", path + "/resolve", "");
    checked(409, "PATCH " + one, path, "{\"status\": \"MONITORING\", \"update\": \"z\"}");
    var link = "{\"postmortemUrl\": \"https://wiki.example/17\"}";
    checked(200, "POST " + one + "/postmortem", path + "/postmortem", link);
    checked(200, "GET " + one, path, "");
    checked(404, "GET " + one, INCIDENTS + "/none", "");
    got("/api/v1/status/history");
    await()
        .atMost(PATIENCE)
        .until(() -> got(INCIDENTS).path("data").toString().contains("It always burns"));
  }

  @Test
  void answersAboutDeliveriesFit() throws Exception {
    var deliveries = "/api/v1/monitoring/deliveries";
    await()
        .atMost(PATIENCE)
        .until(() -> !got(deliveries + "?state=dead").at("/data/deliveries").isEmpty());
    var id = got(deliveries).at("/data/deliveries/0/id").asText();
    checked(200, "GET " + deliveries + "/{id}", deliveries + "/" + id, "");
    got("/api/v1/monitoring/notices");
    var test = "/api/v1/monitoring/channels/hook/test";
    checked(202, "POST /api/v1/monitoring/channels/{name}/test", test, "");
    var replay = "/notifications/incident-alerts/replay-dead-letter";
    checked(409, "POST " + replay, replay + "?limit=5", "");
    checked(200, "POST " + replay, replay + "?limit=5&override=an+exercise", "");
    var desk = "/api/v1/monitoring/dead-letters";
    checked(200, "GET " + desk + "/replays", desk + "/replays", "");
    checked(200, "POST " + desk + "/drills", desk + "/drills", "{\"channel\": \"hook\"}");
    var letter = got(deliveries + "?state=dead").at("/data/deliveries/0/id").asText();
    var wish = "{\"ids\":[\"" + letter + "\"],\"mode\":\"dismissed\",\"reason\":\"over\"}";
    checked(200, "POST " + desk + "/decisions", desk + "/decisions", wish);
    checked(409, "POST " + desk + "/decisions", desk + "/decisions", wish);
    checked(200, "GET " + deliveries + "/{id}", deliveries + "/" + letter, "");
    got("/api/v1/monitoring/channels");
    var notices = "/api/v1/monitoring/notices";
    var notice = got(notices).at("/data/notices/0/id").asText();
    checked(200, "POST " + notices + "/read", notices + "/read", "");
    var acknowledge = "POST " + notices + "/{id}/acknowledge";
    checked(200, acknowledge, notices + "/" + notice + "/acknowledge", "");
    checked(409, acknowledge, notices + "/" + notice + "/acknowledge", "");
  }

  @Test
  void answersForCustomersFit() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(() -> got("/api/v1/status").toString().contains("lastCheckedAt"));
    assertEquals(2, got("/api/v1/status/uptime").path("data").size());
  }
}
