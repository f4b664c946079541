package dev.tocsin.sdk.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.health.Criticality;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOptions;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthScope;
import dev.tocsin.sdk.health.StartupGate;
import dev.tocsin.sdk.metrics.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpsServerTest {

  private final AtomicReference<HealthOutcome> redis = new AtomicReference<>(HealthOutcome.up());
  private final Telemetry telemetry = new Telemetry();
  private final HealthEngine health =
      new HealthEngine(
          HealthOptions.defaults(),
          new StartupGate(InstantSource.system(), "warm-up"),
          List.of(
              HealthIndicator.of(
                  "redis", Criticality.CRITICAL, HealthScope.READINESS, redis::get)));
  private final HttpClient client = HttpClient.newHttpClient();
  private OpsServer server = serve(MetricsAccess.withToken("s3cret"));

  @AfterEach
  void close() {
    server.close();
    health.close();
    telemetry.close();
  }

  @Test
  void everyHealthPathAnswersJson() throws Exception {
    for (String path : OpsSurface.HEALTH_PATHS) {
      HttpResponse<String> answer = get(path, "");
      assertEquals(path.equals("/health/startup") ? 503 : 200, answer.statusCode(), path);
      assertTrue(answer.body().startsWith("{\"status\":\""), path);
      assertEquals("application/json", answer.headers().firstValue("Content-Type").orElseThrow());
      assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
    }
    assertEquals(404, get("/health/other", "").statusCode());
  }

  @Test
  void metricsNeedTheTokenWhenThereIsOne() throws Exception {
    for (String wrong : List.of("", "Bearer", "Bearer s3cre", "Bearer s3cret2", "Basic s3cret")) {
      HttpResponse<String> refused = get("/metrics", wrong);
      assertEquals(401, refused.statusCode(), wrong);
      assertTrue(refused.headers().firstValue("WWW-Authenticate").isPresent());
      assertFalse(refused.body().contains("s3cret"));
    }
    assertEquals(200, get("/metrics", "Bearer s3cret").statusCode());
    assertEquals(200, get("/metrics", "bearer s3cret").statusCode());
  }

  @Test
  void metricsThatAreOffAreNotFound() throws Exception {
    server.close();
    server = serve(MetricsAccess.disabled());

    assertEquals(404, get("/metrics", "Bearer s3cret").statusCode());
  }

  @Test
  void redisHealthIsPublishedAsAMetric() throws Exception {
    HealthGauges.publish(health, telemetry);
    assertFalse(get("/metrics", "Bearer s3cret").body().contains("redis_health_status 1"));

    assertEquals(200, get("/health/ready", "").statusCode());
    assertTrue(get("/metrics", "Bearer s3cret").body().contains("\nredis_health_status 1.0\n"));
  }

  @Test
  void redisThatIsDownIsZero() throws Exception {
    HealthGauges.publish(health, telemetry);
    redis.set(HealthOutcome.down("refused"));

    assertEquals(503, get("/health/ready", "").statusCode());
    assertTrue(get("/metrics", "Bearer s3cret").body().contains("\nredis_health_status 0.0\n"));
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/health"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    assertEquals(405, client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
  }

  @Test
  void aTakenPortIsToldAtOnce() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    OpsSurface surface = surface(MetricsAccess.open());

    UncheckedIOException failure =
        assertThrows(UncheckedIOException.class, () -> new OpsServer(surface, taken));
    assertTrue(failure.getMessage().contains(Integer.toString(server.port())));
  }

  @Test
  void aBlankTokenIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> MetricsAccess.withToken(" "));
  }

  private OpsServer serve(MetricsAccess access) {
    OpsServer started =
        new OpsServer(surface(access), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    started.start();
    return started;
  }

  private OpsSurface surface(MetricsAccess access) {
    return OpsSurface.builder(telemetry).health(health).metrics(access).build();
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + server.port() + path);
  }

  private HttpResponse<String> get(String path, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
