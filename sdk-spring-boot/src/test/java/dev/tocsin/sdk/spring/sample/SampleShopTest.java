package dev.tocsin.sdk.spring.sample;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.testkit.RealRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/// What a shop gains by the dependency alone, seen from outside.
class SampleShopTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path folder;
  private static RealRedis redis;
  private static ServletWebServerApplicationContext context;

  @BeforeAll
  static void start() {
    redis = new RealRedis();
    context =
        (ServletWebServerApplicationContext)
            SampleShop.application()
                .run(
                    "--server.port=0",
                    "--spring.main.banner-mode=off",
                    "--logging.level.root=off",
                    "--logging.level.dev.tocsin=info",
                    "--spring.datasource.url=jdbc:h2:mem:sample-shop;DB_CLOSE_DELAY=-1",
                    "--REDIS_URL=" + redis.url(),
                    "--METRICS_ENABLED=true",
                    "--TOCSIN_OPS_TOKEN=operator",
                    "--tocsin.metrics.token=scraper",
                    "--tocsin.log.files.folder=" + folder,
                    "--tocsin.lifecycles.interval=100ms",
                    "--tocsin.queues.interval=100ms",
                    "--tocsin.backups.state-file=" + folder.resolve("backups.json"),
                    "--tocsin.deploy.rollback.history-file=" + folder.resolve("exits.json"));
  }

  @AfterAll
  static void stop() {
    context.close();
    redis.close();
  }

  @Test
  void anOrderPassesThroughTheOutboxToTheWorker() throws Exception {
    put("/stock/pen?pieces=2");
    String id = order("pen", "ada");
    await().atMost(PATIENCE).until(() -> get("/orders/" + id).body().equals("PACKED"));
  }

  @Test
  void everySurfaceAnswers() throws Exception {
    for (String path : List.of("/health", "/health/live", "/health/startup", "/healthz")) {
      assertEquals(200, get(path).statusCode(), path);
    }
    for (String path : List.of("/health/detailed", "/health/external", "/health/db")) {
      assertEquals(200, operator(path).statusCode(), path);
    }
    await().atMost(PATIENCE).until(() -> get("/readyz").statusCode() == 200);
    assertEquals(401, get("/metrics").statusCode());
    assertEquals(401, get("/health/ops").statusCode());
    for (String path : List.of("work/shop.order", "queues", "fallbacks", "metrics/business")) {
      assertEquals(200, operator("/ops/" + path).statusCode(), path);
      assertEquals(401, get("/ops/" + path).statusCode(), path);
    }
    assertEquals(200, operator("/ops/policies").statusCode());
    assertEquals(200, get("/tocsin/rum.js").statusCode());
  }

  @Test
  void theBlocksOfAllFeaturesAreThere() throws Exception {
    JsonNode blocks = MAPPER.readTree(operator("/health/ops").body()).path("blocks");
    for (String name :
        List.of(
            "automationOutbox",
            "backups",
            "configReadiness",
            "disk",
            "fallbacks",
            "incidentTransport",
            "jobs",
            "policies",
            "queues",
            "security",
            "smoke",
            "work")) {
      assertTrue(blocks.has(name), () -> name + " of " + blocks);
    }
  }

  @Test
  void theMetricsHaveTheNamesOfTheCatalogue() throws Exception {
    put("/stock/ink?pieces=1");
    order("ink", "grace");
    for (String start :
        List.of(
            "http_requests_total{method=\"POST\",route=\"/orders\",status_code=\"200\"}",
            "http_request_duration_seconds_bucket{",
            "http_active_connections ",
            "jvm_memory_used_bytes{",
            "process_uptime_seconds ",
            "tomcat_threads_busy_threads",
            "orders_completed_total ",
            "payment_results_total{",
            "database_connection_pool_size{state=\"active\"}",
            "hikaricp_connections{",
            "database_query_duration_seconds_bucket{operation=\"insert\",table=\"orders\"",
            "redis_operations_total{operation=\"get\",status=\"success\"}",
            "redis_health_status 1",
            "queue_depth{queue=\"packing\"}",
            "automation_outbox_pending ",
            "work_items{lifecycle=\"shop.order\",stage=\"PAID\"}",
            "job_runs_total{job=\"Packing.work\",outcome=\"success\"}",
            "fallback_active{key=\"shop.prices.without-cache\"}",
            "rate_limit_local_fallback",
            "disk_used_ratio{volume=\"application\"}",
            "log_lines_total ")) {
      await(start).atMost(PATIENCE).until(() -> !samples(start).isEmpty());
    }
  }

  @Test
  void answerAndLogLineHaveTheSameIds() throws Exception {
    HttpResponse<String> answer = get("/orders/none", "x-correlation-id", "chain-1");
    String requestId = answer.headers().firstValue("X-Request-ID").orElseThrow();
    assertEquals("chain-1", answer.headers().firstValue("x-correlation-id").orElseThrow());
    await().atMost(PATIENCE).until(() -> !lines(requestId).isEmpty());
    JsonNode line = MAPPER.readTree(lines(requestId).get(0));
    assertEquals("chain-1", line.path("correlationId").asText());
    assertEquals(requestId, line.path("requestId").asText());
    assertEquals("/orders/{id}", line.path("route").asText());
    assertEquals("sample-shop", line.path("service").asText());
  }

  @Test
  void theWorkersLineIsUnderTheIdsOfTheOrder() throws Exception {
    put("/stock/pad?pieces=1");
    send(
        request("/orders?product=pad", "X-Customer", "mary", "x-correlation-id", "chain-2")
            .POST(HttpRequest.BodyPublishers.noBody()));
    await()
        .atMost(PATIENCE)
        .until(() -> lines("is packed").stream().anyMatch(line -> line.contains("chain-2")));
  }

  @Test
  void aCustomerWhoOrdersTooOftenIsToldToWait() throws Exception {
    for (int i = 0; i < 5; i++) {
      order("cap", "eager");
    }
    HttpResponse<String> refused = post("/orders?product=cap", "eager");
    assertEquals(429, refused.statusCode());
    assertTrue(refused.headers().firstValue("Retry-After").isPresent());
    assertTrue(refused.body().contains("RATE_LIMITED"), refused.body());
    assertEquals(
        List.of("rate_limit_denied_total{limiter=\"orders\",route=\"/orders\"} 1.0"),
        samples("rate_limit_denied_total{"));
  }

  @Test
  void anOrderThatIsStuckIsListedWithWhatToDo() throws Exception {
    JdbcTemplate database = context.getBean(JdbcTemplate.class);
    database.update(
        "INSERT INTO orders (id, product, state, since) VALUES ('old', 'cup', 'PAID', ?)",
        Timestamp.from(Instant.now().minus(Duration.ofHours(1))));
    JsonNode stuck =
        MAPPER.readTree(operator("/ops/work/shop.order?limit=1").body()).at("/stages/0/stuck/0");
    assertEquals("old", stuck.path("id").asText());
    assertEquals("/orders/old", stuck.at("/links/order").asText());
    assertTrue(stuck.path("suggestedAction").asText().contains("packing"));
    await()
        .atMost(PATIENCE)
        .until(() -> verdict("work") == Verdict.RED && !samples("work_stuck_items{").isEmpty());
    database.update("DELETE FROM orders WHERE id = 'old'");
    await().atMost(PATIENCE).until(() -> verdict("work") == Verdict.GREEN);
  }

  @Test
  void aBrokenRedisIsSeenInReadinessAndTheLimiterGoesOnAlone() throws Exception {
    order("mug", "linus");
    redis.stop();
    try {
      await().atMost(PATIENCE).until(() -> check("redis").equals("DOWN"));
      order("mug", "linus");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertEquals(
                    List.of("rate_limit_local_fallback 1.0"), samples("rate_limit_local_fallback"));
                assertEquals(List.of("redis_health_status 0.0"), samples("redis_health_status"));
              });
      String active = operator("/ops/fallbacks").body();
      assertTrue(active.contains("http.rate-limit.local-fallback"), active);
      assertTrue(active.contains("redis.unavailable.shared-connection"), active);
      assertTrue(active.contains(Prices.WITHOUT_CACHE), active);
      await().atMost(PATIENCE).until(() -> verdict("fallbacks") == Verdict.AMBER);
    } finally {
      redis.start();
    }
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              post("/orders?product=mug", "linus");
              return check("redis").equals("UP") && verdict("fallbacks") == Verdict.GREEN;
            });
    assertFalse(samples("rate_limit_local_fallback 0").isEmpty());
  }

  private static String check(String name) throws Exception {
    JsonNode checks = MAPPER.readTree(operator("/health/detailed").body()).path("checks");
    return checks.path(name).path("status").asText();
  }

  /// What the block says at the moment; `/health/ops` keeps its answer for ten seconds.
  private static Verdict verdict(String name) throws Exception {
    OpsBlock block =
        context.getBeansOfType(OpsBlock.class).values().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    return block.collect().verdict();
  }

  private static List<String> samples(String start) throws Exception {
    return get("/metrics", "Authorization", "Bearer scraper")
        .body()
        .lines()
        .filter(line -> line.startsWith(start))
        .toList();
  }

  private static List<String> lines(String text) throws IOException {
    return Files.readAllLines(folder.resolve("combined.log")).stream()
        .filter(line -> line.contains(text))
        .toList();
  }

  private static String order(String product, String customer) throws Exception {
    HttpResponse<String> answer = post("/orders?product=" + product, customer);
    assertEquals(200, answer.statusCode(), answer.body());
    return MAPPER.readTree(answer.body()).path("id").asText();
  }

  private static HttpResponse<String> operator(String path) throws Exception {
    return get(path, "Authorization", "Bearer operator");
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(request(path, headers));
  }

  private static HttpResponse<String> post(String path, String customer) throws Exception {
    return send(request(path, "X-Customer", customer).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private static void put(String path) throws Exception {
    HttpResponse<String> answer = send(request(path).PUT(HttpRequest.BodyPublishers.noBody()));
    assertEquals(204, answer.statusCode(), answer.body());
  }

  private static HttpRequest.Builder request(String path, String... headers) {
    int port = context.getWebServer().getPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
