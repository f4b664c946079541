package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpRecordingTest {

  private final RunningShop shop = new RunningShop();

  @AfterEach
  void close() {
    shop.bean(ShopApplication.Shop.class).gate.countDown();
    shop.close();
  }

  @Test
  void anAnsweredRequestCountsOnceUnderItsTemplate() throws Exception {
    shop.get("/products/1?x=1");
    shop.get("/products/2");

    assertRequests("method=\"GET\",route=\"/products/{id}\",status_code=\"200\"} 2.0");
    assertEquals(
        List.of(
            "http_request_duration_seconds_count"
                + "{method=\"GET\",route=\"/products/{id}\",status_code=\"200\"} 2"),
        shop.samples("http_request_duration_seconds_count"));
  }

  @Test
  void anUncaughtExceptionCountsOnceAsServerError() throws Exception {
    assertEquals(500, shop.get("/v1/admin/users").statusCode());

    assertRequests("method=\"GET\",route=\"/v1/admin/{page}\",status_code=\"500\"} 1.0");
    assertEquals(
        List.of("http_5xx_total{method=\"GET\",path=\"/v1/admin/{page}\"} 1.0"),
        shop.samples("http_5xx_total"));
    assertEquals(
        List.of("api_errors_total{route=\"/v1/admin/{page}\",type=\"server\"} 1.0"),
        shop.samples("api_errors_total"));
  }

  @Test
  void urlsThatMatchNothingShareOneRoute() throws Exception {
    for (String path : List.of("/wp-login.php", "/.env", "/a/b/c")) {
      assertEquals(404, shop.get(path).statusCode());
    }

    assertRequests("method=\"GET\",route=\"UNMATCHED\",status_code=\"404\"} 3.0");
  }

  @Test
  void aMissingEntityKeepsItsRoute() throws Exception {
    assertEquals(404, shop.get("/orders/9").statusCode());

    assertRequests("method=\"GET\",route=\"/orders/{id}\",status_code=\"404\"} 1.0");
  }

  @Test
  void anAbortedRequestCountsOnceAndLeavesNoActiveConnection() throws Exception {
    ShopApplication.Shop pages = shop.bean(ShopApplication.Shop.class);
    try (Socket socket = new Socket("localhost", shop.port())) {
      // Closing with a reset makes the server's write fail instead of filling a buffer.
      socket.setSoLinger(true, 0);
      String request = "GET /slow/1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      pages.waiting.await();
      assertEquals(List.of("http_active_connections 1.0"), shop.samples("http_active"));
    }
    pages.gate.countDown();

    Awaitility.await()
        .until(() -> shop.samples("http_active").equals(List.of("http_active_connections 0.0")));
    assertRequests("method=\"GET\",route=\"/slow/{id}\",status_code=\"499\"} 1.0");
  }

  @Test
  void anAsynchronousAnswerCountsOnceWhenItIsComplete() throws Exception {
    assertEquals("chain", shop.get("/later/1", "x-correlation-id", "chain").body());

    Awaitility.await().until(() -> !shop.samples("http_requests_total").isEmpty());
    assertRequests("method=\"GET\",route=\"/later/{id}\",status_code=\"200\"} 1.0");
    assertEquals(List.of("http_active_connections 0.0"), shop.samples("http_active"));
  }

  @Test
  void anAsynchronousFailureCountsOnceUnderItsOwnRoute() throws Exception {
    assertEquals(500, shop.get("/later-broken").statusCode());

    Awaitility.await().until(() -> !shop.samples("http_requests_total").isEmpty());
    assertRequests("method=\"GET\",route=\"/later-broken\",status_code=\"500\"} 1.0");
    assertEquals(List.of("http_active_connections 0.0"), shop.samples("http_active"));
  }

  private void assertRequests(String expected) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertEquals(
                    List.of("http_requests_total{" + expected),
                    shop.samples("http_requests_total")));
  }
}
