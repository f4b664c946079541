package dev.tocsin.server.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.HttpMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.series.Labels;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.http.Actor;
import dev.tocsin.server.http.Dispatcher;
import dev.tocsin.server.http.HttpListener;
import dev.tocsin.server.http.HttpOptions;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.http.RouteTable;
import dev.tocsin.server.ingest.MemorySeries;
import dev.tocsin.server.ingest.SampleLimits;
import dev.tocsin.server.ingest.SampleSink;
import dev.tocsin.server.ingest.scrape.ScrapeOptions;
import dev.tocsin.server.ingest.scrape.Scraper;
import dev.tocsin.server.ingest.scrape.TargetsApi;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The Prometheus shapes on the wire.
class QueryApiTest {
  private static final HttpOptions OPTIONS =
      new HttpOptions("127.0.0.1", 0, URI.create("http://localhost"));

  private final ManualClock clock = new ManualClock();
  private final MemorySeries store = new MemorySeries();
  private final Queries queries = new Queries(store, QueryOptions.defaults());
  private final HttpClient client = HttpClient.newHttpClient();
  private final long now = clock.millis();
  private Scraper scraper;
  private HttpListener listener;

  @BeforeEach
  void start() {
    write(Labels.of("__name__", "http_requests_total", "job", "shop", "code", "200"), now, 12.5);
    write(Labels.of("__name__", "http_requests_total", "job", "shop", "code", "500"), now, 1);
    write(Labels.of("__name__", "up", "job", "api"), now - 1_500, Double.NaN);
    scraper = scraper();
    var table =
        new RouteTable(List.<RouteSource>of(new QueryApi(queries, clock), new TargetsApi(scraper)));
    Dispatcher.ErrorPage page = (_, failure) -> Reply.html(failure.status(), new byte[0]);
    listener =
        new HttpListener(
            OPTIONS,
            new Dispatcher(
                table,
                (session, bearer) ->
                    bearer.isPresent()
                        ? new Actor("1", "robot", Role.VIEWER, null)
                        : Actor.ANONYMOUS,
                new HttpMetrics(new Telemetry()),
                page,
                OPTIONS));
    listener.start();
  }

  private Scraper scraper() {
    var text = "jobs: [{job: shop, targets: [\"localhost:1\"], metrics_path: /metrics}]";
    var options = ScrapeOptions.read(ConfigFile.parse("t.yml", text, Map.of(), new Problems()));
    return new Scraper(
        options, new SampleSink(store, clock, SampleLimits.defaults()), store, clock);
  }

  @AfterEach
  void stop() {
    listener.stop();
    scraper.stop();
    queries.close();
  }

  private void write(Labels labels, long at, double value) {
    try (var appender = store.appender()) {
      appender.append(appender.reference(labels), at, value);
      appender.commit();
    }
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
        .header("Authorization", "Bearer x");
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String get(String path) throws IOException, InterruptedException {
    return send(to(path)).body();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void assertFails(int status, String error, String path)
      throws IOException, InterruptedException {
    var response = send(to(path));
    assertEquals(error, response.body());
    assertEquals(status, response.statusCode());
  }

  @Test
  void anInstantQueryAnswersAVector() throws Exception {
    assertEquals(
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
            + "{\"metric\":{\"__name__\":\"http_requests_total\",\"code\":\"200\","
            + "\"job\":\"shop\"},"
            + "\"value\":["
            + now / 1_000
            + ".500,\"12.5\"]}]}}",
        get(
            "/api/v1/query?query="
                + encoded("http_requests_total{code=\"200\"}")
                + "&time="
                + now / 1_000
                + ".5"));
  }

  @Test
  void scalarsAndTextsHaveTheirOwnShapes() throws Exception {
    var at = now / 1_000;
    assertEquals(
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":["
            + at
            + ",\"7\"]}}",
        get("/api/v1/query?query=3%2B4"));
    assertEquals(
        "{\"status\":\"success\",\"data\":{\"resultType\":\"string\",\"result\":["
            + at
            + ",\"x\"]}}",
        get("/api/v1/query?query=%22x%22"));
    assertTrue(get("/api/v1/query?query=up").contains(",\"NaN\"]"));
  }

  @Test
  void aRangeQueryAnswersAMatrixAlsoAsAForm() throws Exception {
    var at = now / 1_000;
    var form =
        "query="
            + encoded("sum(http_requests_total)")
            + "&start="
            + at
            + "&end="
            + encoded("2026-03-01T12:00:30Z")
            + "&step=15s";
    var expected =
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
            + "{\"metric\":{},\"values\":[[%d,\"13.5\"],[%d,\"13.5\"],[%d,\"13.5\"]]}]}}"
                .formatted(at, at + 15, at + 30);
    assertEquals(expected, get("/api/v1/query_range?" + form));
    var post =
        to("/api/v1/query_range")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    assertEquals(expected, send(post).body());
  }

  @Test
  void anEmptyAnswerAboutAnUnknownMetricSaysSo() throws Exception {
    var unknown = get("/api/v1/query?query=sum(no_such_metric)");
    assertTrue(unknown.contains("\"result\":[]"), unknown);
    assertTrue(unknown.contains("there is no metric named no_such_metric"), unknown);
    var quiet = get("/api/v1/query?query=" + encoded("http_requests_total{code=\"404\"}"));
    assertEquals(
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}", quiet);
  }

  @Test
  void seriesAreFoundBySelectors() throws Exception {
    assertEquals(
        "{\"status\":\"success\",\"data\":[{\"__name__\":\"http_requests_total\",\"code\":\"500\","
            + "\"job\":\"shop\"},{\"__name__\":\"up\",\"job\":\"api\"}]}",
        get(
            "/api/v1/series?match[]=up&match[]=".replace("[", "%5B").replace("]", "%5D")
                + encoded("{code=\"500\"}")));
  }

  @Test
  void labelNamesAndValuesAreListed() throws Exception {
    assertEquals(
        "{\"status\":\"success\",\"data\":[\"__name__\",\"code\",\"job\"]}", get("/api/v1/labels"));
    assertEquals(
        "{\"status\":\"success\",\"data\":[\"api\",\"shop\"]}", get("/api/v1/label/job/values"));
    assertEquals(
        "{\"status\":\"success\",\"data\":[\"api\"]}",
        get("/api/v1/label/job/values?match%5B%5D=up"));
    assertEquals(
        "{\"status\":\"success\",\"data\":[\"api\"]}", get("/api/v1/label/job/values?limit=1"));
  }

  @Test
  void wrongQuestionsAreAnsweredInTheShapeOfErrors() throws Exception {
    assertFails(
        400,
        "{\"status\":\"error\",\"errorType\":\"bad_data\","
            + "\"error\":\"the parameter \\\"query\\\" is missing\"}",
        "/api/v1/query");
    assertFails(
        400,
        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":"
            + "\"invalid parameter \\\"time\\\": cannot parse \\\"noon\\\" to a valid timestamp\"}",
        "/api/v1/query?query=up&time=noon");
    assertFails(
        400,
        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter"
            + " \\\"step\\\": zero or negative steps are not accepted\"}",
        "/api/v1/query_range?query=up&start=0&end=1&step=0");
    assertFails(
        422,
        "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"1000000001 points per series"
            + " exceed the limit of 11000: choose a longer step or a shorter range\"}",
        "/api/v1/query_range?query=up&start=0&end=1000000000&step=1");
    assertFails(
        400,
        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"no match[] parameter"
            + " provided\"}",
        "/api/v1/series");
    var syntax = send(to("/api/v1/query?query=" + encoded("sum(")));
    assertEquals(400, syntax.statusCode());
    assertTrue(syntax.body().contains("parse error"), syntax.body());
  }

  @Test
  void nobodyAsksWithoutSigningIn() throws Exception {
    var request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + listener.port() + "/api/v1/query?query=up"));
    assertEquals(401, send(request).statusCode());
  }

  @Test
  void targetsAreListedWithTheirLastTry() throws Exception {
    var before = get("/api/v1/targets");
    assertTrue(before.contains("\"health\":\"unknown\""), before);
    assertTrue(before.contains("\"scrapeUrl\":\"http://localhost:1/metrics\""), before);
    assertTrue(before.contains("\"scrapeInterval\":\"15s\""), before);
    assertTrue(before.contains("\"lastScrape\":\"0001-01-01T00:00:00Z\""), before);
    assertTrue(before.contains("\"droppedTargets\":[]"), before);
    assertTrue(get("/api/v1/targets?state=dropped").contains("\"activeTargets\":[]"));
    assertTrue(get("/api/v1/targets?scrapePool=other").contains("\"activeTargets\":[]"));
  }
}
