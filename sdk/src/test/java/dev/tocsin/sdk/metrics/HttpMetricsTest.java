package dev.tocsin.sdk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpMetricsTest {

  private final Telemetry telemetry = new Telemetry();
  private final HttpMetrics http = new ApplicationMetrics(telemetry).http();

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void activeConnectionsReturnToTheirStart() {
    ActiveRequest first = http.begin();
    ActiveRequest second = http.begin();
    assertEquals(List.of("http_active_connections 2.0"), Lines.of(telemetry, "http_active"));

    first.finish("GET", "/", 200);
    second.finish("GET", "/", HttpMetrics.CLIENT_CLOSED_REQUEST);
    second.finish("GET", "/", 200);
    assertEquals(List.of("http_active_connections 0.0"), Lines.of(telemetry, "http_active"));
  }

  @Test
  void aRequestThatManyThreadsFinishCountsOnce() throws InterruptedException {
    ActiveRequest request = http.begin();
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads =
        IntStream.range(0, 8).mapToObj(i -> new Thread(() -> finishAfter(go, request))).toList();
    threads.forEach(Thread::start);
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(
        List.of("http_requests_total{method=\"GET\",route=\"/cart\",status_code=\"200\"} 1.0"),
        Lines.of(telemetry, "http_requests_total"));
  }

  @Test
  void serverErrorsAreCountedByPathAndMethodAndByKind() {
    http.recordHttpRequest("POST", "/v1/admin/users", 502, 0.1);
    http.recordHttpRequest("POST", "/checkout", 422, 0.1);

    assertEquals(
        List.of("http_5xx_total{method=\"POST\",path=\"/v1/admin/users\"} 1.0"),
        Lines.of(telemetry, "http_5xx_total"));
    assertEquals(
        List.of(
            "api_errors_total{route=\"/checkout\",type=\"validation\"} 1.0",
            "api_errors_total{route=\"/v1/admin/users\",type=\"server\"} 1.0"),
        Lines.of(telemetry, "api_errors_total"));
  }

  @Test
  void inventedMethodsShareOneLabel() {
    http.recordHttpRequest("BREW", "/", 405, 0.1);
    http.recordHttpRequest("WHEN", "/", 405, 0.1);

    assertTrue(
        Lines.of(telemetry, "http_requests_total")
            .contains("http_requests_total{method=\"other\",route=\"/\",status_code=\"405\"} 2.0"));
  }

  private static void finishAfter(CountDownLatch go, ActiveRequest request) {
    try {
      go.await();
      request.finish("GET", "/cart", 200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
