package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.health.Criticality;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthScope;
import dev.tocsin.sdk.migration.MigrationDrift;
import dev.tocsin.sdk.migration.Migrations;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import dev.tocsin.sdk.ops.OpsServer;
import dev.tocsin.sdk.ops.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// The paths for operators, on the application's port and on the port of their own.
class OpsPathsTest {

  private static final String BLOCKS = "spring.main.sources=" + Features.class.getName();
  private static final String TOKEN = "TOCSIN_OPS_TOKEN=0perator";
  private static final String[] OPERATOR = {"Authorization", "Bearer 0perator"};
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final ObjectMapper json = new ObjectMapper();

  @Test
  void everyPathIsServedOnBothPorts() throws Exception {
    try (RunningShop shop = new RunningShop(BLOCKS, TOKEN, "tocsin.ops.port=0")) {
      for (int port : new int[] {shop.port(), shop.bean(OpsServer.class).port()}) {
        for (String path :
            List.of("/health/detailed", "/health/external", "/health/db", "/health/redis")) {
          HttpResponse<String> everybody = shop.get(port, path);
          assertEquals(200, everybody.statusCode(), path);
          assertFalse(everybody.body().contains("details"), everybody.body());
          assertTrue(shop.get(port, path, OPERATOR).body().contains("\"status\":"), path);
        }
        assertEquals(401, shop.get(port, "/health/ops").statusCode());
        assertEquals(200, shop.get(port, "/health/ops", OPERATOR).statusCode());
        assertEquals(401, shop.get(port, "/ops/trial/checkout").statusCode());
        assertEquals(
            "checkout limit=5", shop.get(port, "/ops/trial/checkout?limit=5", OPERATOR).body());
        assertEquals(404, shop.get(port, "/ops/other", OPERATOR).statusCode());
        assertEquals(405, send(port, "PUT", "").statusCode());
        assertEquals("closed by kim: {}", send(port, "POST", "{}").body());
        assertEquals(413, send(port, "POST", "x".repeat(70_000)).statusCode());
      }
    }
  }

  @Test
  void withoutATokenOperatorsAreToldHowToTurnTheirPathsOn() throws Exception {
    try (RunningShop shop = new RunningShop(BLOCKS)) {
      HttpResponse<String> off = shop.get("/health/ops", OPERATOR);

      assertEquals(404, off.statusCode());
      assertTrue(off.body().contains("TOCSIN_OPS_TOKEN"));
      assertEquals(404, shop.get("/ops/trial/checkout", OPERATOR).statusCode());
      assertFalse(shop.get("/health/detailed", OPERATOR).body().contains("details"));
    }
  }

  @Test
  void aProbesNetworkSeesTheDetails() throws Exception {
    try (RunningShop shop = new RunningShop("tocsin.ops.probe-networks=127.0.0.0/8,::1")) {
      assertTrue(shop.get("/health/db").body().contains("\"product\":\"H2\""));
      assertFalse(shop.get("/health/db", "X-Forwarded-For", "203.0.113.9").body().contains("H2"));
    }
  }

  @Test
  void configReadinessIsTheSameOnBothPathsAndShowsNoValue() throws Exception {
    try (RunningShop shop =
        new RunningShop(
            TOKEN,
            "tocsin.environment=production",
            "JWT_ACCESS_SECRET=q8Zr-topsecret",
            "REDIS_URL=redis://localhost:1",
            "tocsin.services.disabled=ai-agent")) {
      JsonNode ops = json.readTree(shop.get("/health/ops", OPERATOR).body());
      JsonNode detailed = json.readTree(shop.get("/health/detailed", OPERATOR).body());

      JsonNode fields = ops.at("/blocks/configReadiness/fields");
      assertEquals(fields, detailed.at("/blocks/configReadiness/fields"));
      assertFalse(fields.path("promotion").path("allowed").asBoolean());
      assertEquals("local", fields.path("adminTokenValidation").asText());
      assertFalse(ops.toString().contains("topsecret"));
      assertEquals("RED", ops.path("verdict").asText());
      assertEquals("RED", ops.at("/blocks/incidentTransport/verdict").asText());

      JsonNode checks = detailed.path("checks");
      assertEquals("NOT_CONFIGURED", checks.at("/redis/status").asText());
      assertTrue(checks.at("/redis/reason").asText().contains("points at this machine"));
      assertEquals("OPENAI_API_KEY is not set", checks.at("/openai/reason").asText());
      assertEquals("NOT_CONFIGURED", checks.at("/mongodb/status").asText());
      assertTrue(checks.path("ai-agent").isMissingNode());
      JsonNode external = json.readTree(shop.get("/health/external").body()).path("checks");
      for (String name : List.of("stripe", "openai", "conexxus", "storage", "crawler")) {
        assertEquals("NOT_CONFIGURED", external.path(name).path("status").asText(), name);
      }
      assertEquals(200, shop.get("/health/ready").statusCode());

      assertEquals(
          List.of("config_readiness{key=\"REDIS_URL\"} 0.0"),
          shop.samples("config_readiness{key=\"REDIS_URL\"}"));
      assertEquals(4, shop.samples("incident_transport_configured{").size());
    }
  }

  @Test
  void aBlockThatHangsOrThrowsHidesNoOther() throws Exception {
    try (RunningShop shop = new RunningShop(BLOCKS, TOKEN)) {
      JsonNode blocks = json.readTree(shop.get("/health/ops", OPERATOR).body()).path("blocks");

      assertEquals("RED", blocks.at("/hanging/verdict").asText());
      assertEquals("RED", blocks.at("/throwing/verdict").asText());
      assertEquals(3, blocks.at("/checkout/fields/open").asInt());
      shop.bean(CountDownLatch.class).countDown();
    }
  }

  @Test
  void aFloodRunsEachCheckOncePerCacheTime() throws Exception {
    try (RunningShop shop = new RunningShop(BLOCKS, "tocsin.health.refresh-interval=1h")) {
      AtomicInteger runs = shop.bean(AtomicInteger.class);
      assertEquals(200, shop.get("/health/detailed").statusCode());
      int before = runs.get();
      List<CompletableFuture<HttpResponse<String>>> flood = new ArrayList<>();
      HttpRequest request = HttpRequest.newBuilder(uri(shop.port(), "/health/detailed")).build();
      for (int i = 0; i < 300; i++) {
        flood.add(CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
      }
      for (CompletableFuture<HttpResponse<String>> answer : flood) {
        assertEquals(200, answer.join().statusCode());
      }

      assertEquals(1, before);
      assertEquals(before, runs.get());
    }
  }

  @Test
  void migrationDriftStopsReadiness() throws Exception {
    try (RunningShop shop = new RunningShop(BLOCKS)) {
      assertEquals(200, shop.get("/readyz").statusCode());
    }
    try (RunningShop shop = new RunningShop(BLOCKS, "test.pending=7")) {
      HttpResponse<String> readyz = shop.get("/readyz");
      assertEquals(503, readyz.statusCode());
      JsonNode migrations = json.readTree(readyz.body()).at("/checks/migrations");
      assertTrue(migrations.path("drift").asBoolean());
      assertEquals(1, migrations.path("pending").asInt());
    }
    try (RunningShop shop =
        new RunningShop(BLOCKS, "test.pending=7", "tocsin.migrations.enabled=false")) {
      assertEquals(200, shop.get("/readyz").statusCode());
    }
  }

  @Test
  void eachFeatureCanBeSwitchedOff() throws Exception {
    try (RunningShop shop =
        new RunningShop(
            BLOCKS,
            TOKEN,
            "tocsin.ops.enabled=false",
            "tocsin.readiness.enabled=false",
            "tocsin.services.enabled=false")) {
      assertEquals(404, shop.get("/health/ops", OPERATOR).statusCode());
      assertEquals(404, shop.get("/ops/trial/checkout", OPERATOR).statusCode());
      assertEquals(200, shop.get("/health/detailed", OPERATOR).statusCode());
      assertFalse(shop.get("/health/detailed").body().contains("openai"));
      assertEquals(List.of(), shop.samples("config_readiness"));
    }
  }

  @Test
  void metricsWithoutATokenAreForTheAllowedNetworks() throws Exception {
    try (RunningShop shop =
        new RunningShop("METRICS_ENABLED=true", "tocsin.ops.metrics-networks=192.0.2.0/24")) {
      assertEquals(403, shop.get("/metrics").statusCode());
    }
    try (RunningShop shop = new RunningShop("METRICS_ENABLED=true")) {
      assertEquals(200, shop.get("/metrics").statusCode());
      assertEquals(403, shop.get("/metrics", "X-Forwarded-For", "203.0.113.9").statusCode());
    }
  }

  private static HttpResponse<String> send(int port, String method, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(port, "/ops/trial/checkout"))
            .headers(OPERATOR)
            .header("X-Tocsin-Actor", "kim")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://localhost:" + port + path);
  }

  /// What features of the application tell and serve.
  @Configuration
  static class Features {

    @Bean
    CountDownLatch never() {
      return new CountDownLatch(1);
    }

    @Bean
    OpsBlock checkout() {
      return new Block(
          "checkout", () -> new BlockReport(Verdict.GREEN, List.of(), Map.of("open", 3)));
    }

    @Bean
    OpsBlock hanging(CountDownLatch never) {
      return new Block(
          "hanging",
          () -> {
            never.await();
            return new BlockReport(Verdict.GREEN, List.of(), Map.of());
          });
    }

    @Bean
    OpsBlock throwing() {
      return new Block(
          "throwing",
          () -> {
            throw new IOException("gone");
          });
    }

    @Bean
    OpsEndpoint read() {
      return new Endpoint("GET");
    }

    @Bean
    OpsEndpoint write() {
      return new Endpoint("POST");
    }

    @Bean
    AtomicInteger runs() {
      return new AtomicInteger();
    }

    @Bean
    HealthIndicator counted(AtomicInteger runs) {
      return new Counted(runs);
    }

    @Bean
    Migrations migrations(Environment environment) {
      String pending = environment.getProperty("test.pending");
      List<String> versions = pending == null ? List.of() : List.of(pending);
      return () -> new MigrationDrift(7, 7 - versions.size(), versions, List.of(), List.of());
    }
  }

  private record Counted(AtomicInteger runs) implements HealthIndicator {
    @Override
    public String name() {
      return "counted";
    }

    @Override
    public Criticality criticality() {
      return Criticality.INFORMATIONAL;
    }

    @Override
    public HealthScope scope() {
      return HealthScope.EXTERNAL;
    }

    @Override
    public Duration cacheTime() {
      return Duration.ofMinutes(10);
    }

    @Override
    public HealthOutcome check() {
      runs.incrementAndGet();
      return HealthOutcome.up();
    }
  }

  private record Endpoint(String method) implements OpsEndpoint {
    @Override
    public String path() {
      return "/ops/trial/{lifecycle}";
    }

    @Override
    public OpsResponse answer(OpsRequest request) {
      return OpsResponse.text(
          200,
          method.equals("GET")
              ? request.variable("lifecycle") + " limit=" + request.parameter("limit").orElse("")
              : "closed by " + request.actor() + ": " + request.body());
    }
  }

  private record Block(String name, Callable<BlockReport> work) implements OpsBlock {
    @Override
    public BlockReport collect() throws Exception {
      return work.call();
    }

    @Override
    public Duration timeout() {
      return Duration.ofMillis(500);
    }
  }
}
