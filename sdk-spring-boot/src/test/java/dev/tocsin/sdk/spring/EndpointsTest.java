package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.ops.OpsServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class EndpointsTest {

  private static final String BROKEN_DATABASE = "jdbc:h2:mem:gone;IFEXISTS=TRUE";

  @Test
  void metricsAreNotFoundUnlessEnabled() throws Exception {
    try (RunningShop shop = new RunningShop()) {
      assertEquals(404, shop.get("/metrics").statusCode());
    }
  }

  @Test
  void metricsEnabledByTheContractsVariableAreServed() throws Exception {
    try (RunningShop shop = new RunningShop("METRICS_ENABLED=true")) {
      HttpResponse<String> answer = shop.get("/metrics");
      assertEquals(200, answer.statusCode());
      assertEquals(
          "text/plain;version=0.0.4;charset=utf-8",
          answer.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""));
      assertTrue(answer.body().contains("\nnodejs_heap_used_bytes "));

      HttpResponse<String> open =
          shop.get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0");
      assertTrue(open.body().endsWith("# EOF\n"));
    }
  }

  @Test
  void metricsWithATokenAskForIt() throws Exception {
    try (RunningShop shop =
        new RunningShop("tocsin.metrics.enabled=true", "tocsin.metrics.token=s3cret")) {
      assertEquals(401, shop.get("/metrics").statusCode());
      assertEquals(401, shop.get("/metrics", "Authorization", "Bearer x").statusCode());
      assertEquals(200, shop.get("/metrics", "Authorization", "Bearer s3cret").statusCode());
    }
  }

  @Test
  void aDatabaseThatIsDownStopsReadinessAndNotLiveness() throws Exception {
    try (RunningShop shop = new RunningShop()) {
      assertEquals(200, shop.get("/health/ready").statusCode());

      shop.bean(JdbcDataSource.class).setURL(BROKEN_DATABASE);
      Awaitility.await()
          .untilAsserted(() -> assertEquals(503, shop.get("/health/ready").statusCode()));
      HttpResponse<String> ready = shop.get("/health/ready");
      assertTrue(ready.body().startsWith("{\"status\":\"DOWN\""), ready.body());
      assertTrue(ready.body().contains("\"database\":{\"status\":\"DOWN\""), ready.body());
      assertFalse(ready.body().contains("gone"), ready.body());
      assertEquals(503, shop.get("/readyz").statusCode());
      for (String path : new String[] {"/health", "/health/live", "/healthz"}) {
        assertEquals(200, shop.get(path).statusCode(), path);
      }
      assertEquals(200, shop.get("/health/startup").statusCode());
    }
  }

  @Test
  void indicatorsOfTheApplicationAreCollected() throws Exception {
    try (RunningShop shop = new RunningShop()) {
      shippingOf(shop).set(HealthOutcome.down("carrier refused"));

      Awaitility.await()
          .untilAsserted(
              () -> {
                HttpResponse<String> ready = shop.get("/health/ready");
                assertEquals(200, ready.statusCode());
                assertTrue(ready.body().startsWith("{\"status\":\"DEGRADED\""), ready.body());
              });
    }
  }

  @Test
  void blockedWorkersTurnLivenessOffOnTheListenerOfItsOwn() throws Exception {
    try (RunningShop shop =
        new RunningShop(
            "tocsin.ops.port=0",
            "server.tomcat.threads.max=2",
            "server.tomcat.threads.min-spare=2",
            "tocsin.health.watchdog.interval=20ms",
            "tocsin.health.watchdog.max-executor-wait=50ms")) {
      int opsPort = shop.bean(OpsServer.class).port();
      Awaitility.await()
          .untilAsserted(() -> assertEquals(200, shop.get(opsPort, "/health/live").statusCode()));

      CompletableFuture<Integer> first = slow(shop);
      CompletableFuture<Integer> second = slow(shop);
      Awaitility.await()
          .untilAsserted(
              () -> {
                HttpResponse<String> live = shop.get(opsPort, "/health/live");
                assertEquals(503, live.statusCode());
                assertTrue(live.body().contains("\"responsiveness\":{\"status\":\"DOWN\""));
              });
      assertEquals(200, shop.get(opsPort, "/health").statusCode());

      shop.bean(ShopApplication.Shop.class).gate.countDown();
      assertEquals(200, first.join());
      assertEquals(200, second.join());
      Awaitility.await()
          .untilAsserted(() -> assertEquals(200, shop.get(opsPort, "/health/live").statusCode()));
    }
  }

  @Test
  void everyFeatureCanBeSwitchedOff() throws Exception {
    try (RunningShop shop =
        new RunningShop(
            "METRICS_ENABLED=true",
            "tocsin.health.enabled=false",
            "tocsin.correlation.enabled=false",
            "tocsin.metrics.http=false",
            "tocsin.metrics.jvm=false")) {
      assertEquals(404, shop.get("/health").statusCode());
      HttpResponse<String> metrics = shop.get("/metrics");
      assertEquals(200, metrics.statusCode());
      assertFalse(metrics.body().contains("http_requests_total{"));
      assertFalse(metrics.body().contains("jvm_"));
      assertTrue(metrics.headers().firstValue("x-correlation-id").isEmpty());
      assertFalse(shop.has(HealthEngine.class));
    }
  }

  private static CompletableFuture<Integer> slow(RunningShop shop) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return shop.get("/slow/1").statusCode();
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @SuppressWarnings("unchecked")
  private static AtomicReference<HealthOutcome> shippingOf(RunningShop shop) {
    return shop.bean(AtomicReference.class);
  }
}
