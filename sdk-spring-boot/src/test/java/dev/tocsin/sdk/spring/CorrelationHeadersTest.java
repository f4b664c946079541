package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CorrelationHeadersTest {

  private static RunningShop shop;

  @BeforeAll
  static void start() {
    shop = new RunningShop();
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  @Test
  void everyAnswerCarriesBothIdsEvenIfItIsAnError() throws Exception {
    List<String> paths =
        List.of(
            "/products/1",
            "/v1/admin/x",
            "/orders/1",
            "/nothing",
            "/health",
            "/metrics",
            "/later-broken");
    for (String path : paths) {
      HttpResponse<String> answer =
          shop.get(path, "x-correlation-id", "chain-1", "X-Request-ID", "request-1");
      assertEquals(List.of("chain-1"), answer.headers().allValues("x-correlation-id"), path);
      assertEquals(List.of("request-1"), answer.headers().allValues("X-Request-ID"), path);
    }
  }

  @Test
  void idsThatAreMissingOrMalformedAreReplaced() throws Exception {
    HttpResponse<String> answer = shop.get("/products/1", "x-correlation-id", "a b;c");

    String correlationId = answer.headers().firstValue("x-correlation-id").orElseThrow();
    assertNotEquals("a b;c", correlationId);
    assertTrue(correlationId.matches("[A-Za-z0-9._-]{1,64}"));
    assertTrue(answer.headers().firstValue("X-Request-ID").isPresent());
  }

  @Test
  void idsFollowAnOutgoingCall() throws Exception {
    HttpResponse<String> answer =
        shop.get(
            "/relay/" + shop.port(), "x-correlation-id", "chain-2", "X-Request-ID", "request-2");

    assertEquals("CorrelationIds[correlationId=chain-2, requestId=request-2]", answer.body());
  }
}
