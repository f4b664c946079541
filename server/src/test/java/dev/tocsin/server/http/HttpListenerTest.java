package dev.tocsin.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.HttpMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpListenerTest {
  private static final HttpOptions OPTIONS =
      new HttpOptions("127.0.0.1", 0, URI.create("http://localhost"));

  private final Telemetry telemetry = new Telemetry();
  private final LiveFeed live = new LiveFeed();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpListener listener;

  @BeforeEach
  void start() {
    listener = listener(OPTIONS);
    listener.start();
  }

  @AfterEach
  void stop() {
    live.close();
    listener.stop();
  }

  private HttpListener listener(HttpOptions options) {
    var table = new RouteTable(List.<RouteSource>of(this::routes));
    Authenticator authenticator =
        (session, bearer) ->
            session
                .map(it -> new Actor("1", "ann", Role.valueOf(it), "csrf"))
                .or(() -> bearer.map(it -> new Actor("2", "robot", Role.valueOf(it), null)))
                .orElse(Actor.ANONYMOUS);
    Dispatcher.ErrorPage page =
        (_, failure) -> Reply.html(failure.status(), ("<p>" + failure.summary()).getBytes());
    return new HttpListener(
        options, new Dispatcher(table, authenticator, new HttpMetrics(telemetry), page, options));
  }

  private List<Route> routes() {
    return List.of(
        Route.get("/open", Role.ANYONE, _ -> Reply.success("here", Map.of("a", 1))),
        Route.get("/things/{id}", Role.VIEWER, it -> Reply.success(it.parameter("id"), List.of())),
        Route.get("/things/special", Role.VIEWER, _ -> Reply.success("fixed", List.of())),
        Route.post("/things", Role.ADMIN, it -> Reply.success(201, text(it), List.of()))
            .accepting(100),
        Route.post("/json", Role.ANYONE, it -> Reply.success(it.json(Body.class).name(), 1)),
        Route.get("/number", Role.ANYONE, it -> Reply.success("", it.query("n", 5, 1, 9))),
        Route.get("/large", Role.ANYONE, _ -> Reply.text(200, "text/plain", "x".repeat(50_000))),
        Route.get("/live", Role.ANYONE, _ -> live.subscribe(Set.of("alerts"))),
        Route.get(
            "/broken",
            Role.ANYONE,
            _ -> {
              throw new IllegalStateException("the password is hunter2");
            }));
  }

  record Body(String name) {}

  private static String text(Request request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void aSuccessHasOurShapeAndTheHeadersThatEveryResponseHas() throws Exception {
    var response = send(to("/open").header("x-correlation-id", "abc-1"));
    assertEquals(200, response.statusCode());
    assertEquals(
        "{\"status\":\"success\",\"message\":\"here\",\"data\":{\"a\":1}}", response.body());
    var headers = response.headers();
    assertEquals("abc-1", headers.firstValue("x-correlation-id").orElse(""));
    assertFalse(headers.firstValue("X-Request-ID").orElse("").isEmpty());
    assertTrue(
        headers.firstValue("Content-Security-Policy").orElse("").contains("script-src 'self'"));
    assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""));
    assertEquals("no-store", headers.firstValue("Cache-Control").orElse(""));
  }

  @Test
  void aMalformedCorrelationIdIsReplaced() throws Exception {
    var response = send(to("/open").header("x-correlation-id", "<script>"));
    var id = response.headers().firstValue("x-correlation-id").orElse("");
    assertTrue(id.matches("[A-Za-z0-9._-]{1,64}"), id);
  }

  @Test
  void rolesAreCheckedBeforeTheCallRuns() throws Exception {
    assertEquals(401, send(to("/things/1")).statusCode());
    assertEquals(200, send(to("/things/1").header("Authorization", "Bearer VIEWER")).statusCode());
    var refused =
        send(
            to("/things")
                .header("Authorization", "Bearer OPERATOR")
                .POST(BodyPublishers.ofString("x")));
    assertEquals(403, refused.statusCode());
    assertTrue(refused.body().contains("needs the role ADMIN"), refused.body());
  }

  @Test
  void fixedSegmentsWinAndParametersAreRead() throws Exception {
    var special = send(to("/things/special").header("Authorization", "Bearer ADMIN"));
    assertTrue(special.body().contains("fixed"), special.body());
    var other = send(to("/things/a%20b").header("Authorization", "Bearer ADMIN"));
    assertTrue(other.body().contains("a b"), other.body());
  }

  @Test
  void aSessionNeedsItsCsrfTokenForChangesAndABearerDoesNot() throws Exception {
    var body = BodyPublishers.ofString("x");
    var session = "other=1; tocsin_session=ADMIN";
    assertEquals(403, send(to("/things").header("Cookie", session).POST(body)).statusCode());
    var withHeader = to("/things").header("Cookie", session).header("X-CSRF-Token", "csrf");
    assertEquals(201, send(withHeader.POST(body)).statusCode());
    var quoted = "$Version=\"1\"; tocsin_session=\"ADMIN\";$Path=\"/\"";
    var withQuotes = to("/things").header("Cookie", quoted).header("X-CSRF-Token", "csrf");
    assertEquals(201, send(withQuotes.POST(body)).statusCode());
    var withField =
        to("/things")
            .header("Cookie", session)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("_csrf=csrf&a=1"));
    assertEquals(201, send(withField).statusCode());
    var bearer = to("/things").header("Authorization", "Bearer ADMIN");
    assertEquals(201, send(bearer.POST(body)).statusCode());
  }

  @Test
  void aFormFromAnotherSiteIsRefused() throws Exception {
    var request =
        to("/json").header("Origin", "https://evil.example").POST(BodyPublishers.ofString("{}"));
    assertEquals(403, send(request).statusCode());
  }

  @Test
  void aBodyOverTheLimitIsRefused() throws Exception {
    var request = to("/things").header("Authorization", "Bearer ADMIN");
    assertEquals(201, send(request.POST(BodyPublishers.ofString("x".repeat(100)))).statusCode());
    assertEquals(413, send(request.POST(BodyPublishers.ofString("x".repeat(101)))).statusCode());
  }

  @Test
  void unknownPathsAndMethodsAreToldApart() throws Exception {
    assertEquals(404, send(to("/nowhere")).statusCode());
    var response = send(to("/open").DELETE());
    assertEquals(405, response.statusCode());
    assertEquals("GET", response.headers().firstValue("Allow").orElse(""));
  }

  @Test
  void badJsonAndBadNumbersNameTheProblem() throws Exception {
    var notJson = send(to("/json").POST(BodyPublishers.ofString("{\"name\": ")));
    assertEquals(400, notJson.statusCode());
    assertTrue(notJson.body().contains("line 1"), notJson.body());
    var unknown = send(to("/json").POST(BodyPublishers.ofString("{\"nam\": \"x\"}")));
    assertEquals(400, unknown.statusCode());
    assertTrue(unknown.body().contains("nam"), unknown.body());
    assertEquals(200, send(to("/number?n=9")).statusCode());
    assertTrue(send(to("/number?n=10")).body().contains("a number from 1 to 9"));
  }

  @Test
  void aBugAnswersWithoutItsSecrets() throws Exception {
    var response = send(to("/broken"));
    assertEquals(500, response.statusCode());
    assertFalse(response.body().contains("hunter2"), response.body());
    var page = send(to("/broken").header("Accept", "text/html"));
    assertTrue(page.body().startsWith("<p>"), page.body());
  }

  @Test
  void largeRepliesAreCompressedForThoseWhoTakeIt() throws Exception {
    var response = send(to("/large").header("Accept-Encoding", "gzip"));
    assertEquals("gzip", response.headers().firstValue("Content-Encoding").orElse(""));
    assertTrue(response.body().length() < 5_000);
    assertEquals(50_000, send(to("/large")).body().length());
  }

  @Test
  void everyAnswerIsCountedOnceUnderItsRoute() throws Exception {
    send(to("/things/1").header("Authorization", "Bearer VIEWER"));
    send(to("/things/2").header("Authorization", "Bearer VIEWER"));
    send(to("/no/where"));
    var text = telemetry.scrape(null).body();
    assertTrue(
        text.contains(
            "http_requests_total{method=\"GET\",route=\"/things/{id}\""
                + ",status_code=\"200\"} 2.0"),
        text);
    assertTrue(text.contains("route=\"UNMATCHED\",status_code=\"404\"} 1.0"), text);
    assertTrue(text.contains("http_active_connections 0.0"), text);
  }

  @Test
  void aPageHearsOfItsTopicsAndOfNoOthers() throws Exception {
    var response = client.send(to("/live").build(), BodyHandlers.ofInputStream());
    try (var reader = new BufferedReader(new InputStreamReader(response.body()))) {
      assertEquals("retry: 2000", reader.readLine());
      live.publish("incidents");
      live.publish("alerts");
      assertEquals("", reader.readLine());
      assertEquals("event: alerts", reader.readLine());
      assertEquals("data: changed", reader.readLine());
    }
  }

  @Test
  void aStreamIsMeasuredUntilItBeginsAndNotUntilItsListenerLeaves() throws Exception {
    var response = client.send(to("/live").build(), BodyHandlers.ofInputStream());
    try (var listener = response.body()) {
      assertEquals(200, response.statusCode());
      assertTrue(listener.read() >= 0, "the stream has ended");
      var scrape = telemetry.scrape(null).body();
      assertTrue(
          scrape.contains(
              "http_requests_total{method=\"GET\",route=\"/live\",status_code=\"200\"} 1.0"),
          scrape);
      assertTrue(scrape.contains("http_active_connections 0.0"), scrape);
    }
  }

  @Test
  void aTakenPortIsNamed() {
    var same = new HttpOptions("127.0.0.1", listener.port(), URI.create("http://localhost"));
    var second = listener(same);
    var failure = assertThrows(HttpListener.PortTakenException.class, second::start);
    assertTrue(failure.getMessage().contains(":" + listener.port()), failure.getMessage());
    assertTrue(failure.getMessage().contains("in use"), failure.getMessage());
  }
}
