package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.egress.GuardedHttpClient;
import dev.tocsin.sdk.fallback.DegradedMode;
import dev.tocsin.sdk.fallback.FallbackBlock;
import dev.tocsin.sdk.fallback.FallbackEvent;
import dev.tocsin.sdk.fallback.FallbackListener;
import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.fallback.PageThresholds;
import dev.tocsin.sdk.guard.Mutation;
import dev.tocsin.sdk.guard.VersionGuard;
import dev.tocsin.sdk.ratelimit.RateLimitRule;
import dev.tocsin.sdk.ratelimit.RateLimiter;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

class GuardedShopTest {

  private static final List<FallbackEvent> HEARD = new CopyOnWriteArrayList<>();
  private static final RateLimitRule SEARCH = new RateLimitRule("search", 1, Duration.ofHours(1));

  /// Guards in controllers.
  @Configuration
  static class Guards {

    @Bean
    DegradedMode images() {
      return new DegradedMode(
          "images.placeholder.*",
          "media",
          "serve placeholders",
          PageThresholds.atOnce(),
          LocalDate.of(2999, 1, 1));
    }

    @Bean
    FallbackListener listener() {
      return HEARD::add;
    }

    @Bean
    Cart cart(VersionGuard versions, RateLimiter limiter) {
      return new Cart(versions, limiter);
    }
  }

  /// A cart whose version is always 7.
  @RestController
  static class Cart {
    private final VersionGuard versions;
    private final RateLimiter limiter;

    Cart(VersionGuard versions, RateLimiter limiter) {
      this.versions = versions;
      this.limiter = limiter;
    }

    @GetMapping("/cart/change")
    String change(@RequestParam(name = "expectedItemVersion", required = false) Long version) {
      Mutation mutation = new Mutation("web", "update_item");
      long expected = versions.require(mutation, VersionGuard.ITEM_VERSION, version);
      versions.requireMatch(mutation, expected, 7, () -> Map.of("quantity", 2));
      return "changed";
    }

    @GetMapping("/search")
    String search() {
      return "" + limiter.require("/search", SEARCH, "someone").remaining();
    }
  }

  private static RunningShop shop(String... settings) {
    return RunningShop.with(Guards.class, settings);
  }

  private static JsonNode problem(HttpResponse<String> answer) throws Exception {
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElseThrow());
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void refusalsAreProblemsWithTheirStatusAndHeaders() throws Exception {
    try (RunningShop shop = shop()) {
      HttpResponse<String> missing = shop.get("/cart/change");
      assertEquals(400, missing.statusCode());
      assertEquals("expectedItemVersion", problem(missing).get("field").asText());

      HttpResponse<String> outdated = shop.get("/cart/change?expectedItemVersion=5");
      assertEquals(409, outdated.statusCode());
      assertEquals(7, problem(outdated).get("currentVersion").asInt());
      assertEquals(2, problem(outdated).get("current").get("quantity").asInt());
      assertEquals("changed", shop.get("/cart/change?expectedItemVersion=7").body());

      assertEquals("0", shop.get("/search").body());
      HttpResponse<String> limited = shop.get("/search");
      assertEquals(429, limited.statusCode());
      assertTrue(limited.headers().firstValueAsLong("Retry-After").orElseThrow() > 0);
      assertEquals("RATE_LIMITED", problem(limited).get("code").asText());
      assertEquals(
          List.of("rate_limit_denied_total{limiter=\"search\",route=\"/search\"} 1.0"),
          shop.samples("rate_limit_denied_total{"));
    }
  }

  @Test
  void degradedModesAreDeclaredByBeansAndListenersHear() throws Exception {
    try (RunningShop shop = shop()) {
      shop.bean(Fallbacks.class)
          .raise("images.placeholder.timeout", FallbackSeverity.WARNING, "too slow");
      Awaitility.await()
          .until(
              () ->
                  HEARD.stream()
                      .anyMatch(
                          event -> event.status().key().equals("images.placeholder.timeout")));
      assertEquals(
          List.of("images.placeholder.timeout: too slow"),
          shop.bean(FallbackBlock.class).collect().reasons());
      assertTrue(shop.bean(Fallbacks.class).active().get(0).paging());
    }
  }

  @Test
  void redisThatIsConfiguredAndAwayShowsAndLimitsAllTheSame() throws Exception {
    try (RunningShop shop = shop("REDIS_URL=redis://127.0.0.1:1")) {
      assertEquals("0", shop.get("/search").body());
      assertEquals(429, shop.get("/search").statusCode());
      assertEquals(
          List.of("rate_limit_local_fallback 1.0"), shop.samples("rate_limit_local_fallback "));
    }
  }

  @Test
  void aSchemeInTheListOfHostsStopsTheStart() {
    Exception failed =
        assertThrows(
            Exception.class,
            () -> shop("EXPORT_WEBHOOK_ALLOWED_HOSTS=https://hooks.example.com").close());
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    assertTrue(root.getMessage().contains("carries a scheme"), root.getMessage());
  }

  @Test
  void eachGuardCanBeSwitchedOff() {
    try (RunningShop shop =
        new RunningShop(
            "tocsin.guard.enabled=false",
            "tocsin.rate-limit.enabled=false",
            "tocsin.egress.enabled=false",
            "tocsin.fallback.enabled=false")) {
      for (Class<?> type :
          List.of(
              VersionGuard.class,
              RefusalAdvice.class,
              RateLimiter.class,
              GuardedHttpClient.class,
              FallbackBlock.class)) {
        assertFalse(shop.has(type), type.getName());
      }
      assertTrue(shop.has(Fallbacks.class));
    }
  }
}
