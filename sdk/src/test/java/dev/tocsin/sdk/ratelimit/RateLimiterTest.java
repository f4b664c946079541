package dev.tocsin.sdk.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.fallback.FallbackOptions;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.redis.RedisLink;
import dev.tocsin.sdk.testkit.ManualClock;
import dev.tocsin.sdk.testkit.RealRedis;
import dev.tocsin.sdk.testkit.Samples;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RateLimiterTest {

  private static final RateLimitRule LOGIN = new RateLimitRule("login", 10, Duration.ofMinutes(1));
  private static RealRedis redis;

  private final ManualClock clock = new ManualClock();
  private final Telemetry telemetry = new Telemetry();
  private final Fallbacks fallbacks = new Fallbacks(telemetry, FallbackOptions.defaults(), clock);
  private RedisLink link;

  /// Both ways of counting keep the same rules.
  enum Kind {
    LOCAL,
    SHARED
  }

  @BeforeAll
  static void startRedis() {
    redis = new RealRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void connect() {
    link = new RedisLink(redis.url(), Duration.ofSeconds(5), clock);
    link.call(commands -> commands.flushall());
    link.call(commands -> commands.scriptFlush());
  }

  @AfterEach
  void disconnect() {
    link.close();
  }

  private RateLimiter limiter(Kind kind) {
    return kind == Kind.LOCAL
        ? RateLimiter.local(telemetry, fallbacks, clock)
        : RateLimiter.shared(link, telemetry, fallbacks, clock);
  }

  private static long allowed(int requests, Supplier<RateDecision> request) {
    return IntStream.range(0, requests).filter(i -> request.get().allowed()).count();
  }

  /// The example of the documentation.
  @ParameterizedTest
  @EnumSource(Kind.class)
  void theRequestOverTheLimitIsRefusedWithTheTimeToWait(Kind kind) {
    RateLimiter limiter = limiter(kind);
    assertEquals(9, limiter.require("/login", LOGIN, "192.0.2.7").remaining());
    assertEquals(9, allowed(9, () -> limiter.require("/login", LOGIN, "192.0.2.7")));

    RateLimitedException refused =
        assertThrows(
            RateLimitedException.class, () -> limiter.require("/login", LOGIN, "192.0.2.7"));
    assertEquals(429, refused.status());
    assertEquals("66", refused.headers().get("Retry-After"));
    assertEquals("\"login\";r=0;t=60", refused.headers().get("RateLimit"));
    assertEquals("\"login\";q=10;w=60", refused.headers().get("RateLimit-Policy"));
    assertTrue(limiter.decide("/login", LOGIN, "192.0.2.8").allowed());
    assertEquals(
        List.of("rate_limit_denied_total{limiter=\"login\",route=\"/login\"} 1.0"),
        Samples.of(telemetry, "rate_limit_denied_total{"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theWindowSlidesAndTheTimeToWaitIsExact(Kind kind) {
    RateLimiter limiter = limiter(kind);
    Supplier<RateDecision> request = () -> limiter.decide("/login", LOGIN, "a");
    assertEquals(10, allowed(12, request));
    clock.advance(request.get().retryAfter().minusMillis(1));
    assertFalse(request.get().allowed());
    clock.advance(Duration.ofMillis(1));
    assertTrue(request.get().allowed());

    clock.advance(request.get().retryAfter());
    assertTrue(request.get().allowed());
    clock.advance(Duration.ofMinutes(2));
    assertEquals(10, allowed(12, request));
  }

  @Test
  void aClockThatGoesBackwardsLetsNobodyThrough() {
    for (Kind kind : Kind.values()) {
      RateLimiter limiter = limiter(kind);
      assertEquals(10, allowed(12, () -> limiter.decide("/login", LOGIN, "a")));
      clock.advance(Duration.ofMinutes(-3));
      assertFalse(limiter.decide("/login", LOGIN, "a").allowed());
    }
  }

  @Test
  void replicasShareTheLimitUnderContention() throws Exception {
    RateLimitRule rule = new RateLimitRule("search", 50, Duration.ofMinutes(1));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (RedisLink other = new RedisLink(redis.url(), Duration.ofSeconds(5), clock)) {
      RateLimiter second = RateLimiter.shared(other, new Telemetry(), fallbacks, clock);
      RateLimiter first = limiter(Kind.SHARED);
      List<Future<Long>> counts =
          IntStream.range(0, 4)
              .mapToObj(i -> i % 2 == 0 ? first : second)
              .map(
                  limiter ->
                      threads.submit(() -> allowed(40, () -> limiter.decide("/s", rule, "a"))))
              .toList();
      long sum = 0;
      for (Future<Long> count : counts) {
        sum += count.get();
      }
      assertEquals(50, sum);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void withRedisAwayItLimitsByItselfVisiblyAndComesBack() {
    RateLimiter limiter = limiter(Kind.SHARED);
    assertFalse(limiter.decide("/login", LOGIN, "a").local());
    assertEquals(
        List.of("rate_limit_local_fallback 0.0"),
        Samples.of(telemetry, "rate_limit_local_fallback "));
    redis.stop();
    try {
      assertEquals(10, allowed(12, () -> limiter.decide("/login", LOGIN, "a")));
      assertEquals(
          List.of("rate_limit_local_fallback 1.0"),
          Samples.of(telemetry, "rate_limit_local_fallback "));
      assertEquals(RateLimiter.FALLBACK_KEY, fallbacks.active().get(0).status().key());
      assertEquals(1, fallbacks.active().get(0).status().count());
    } finally {
      redis.start();
    }
    Awaitility.await()
        .until(
            () -> {
              clock.advance(Duration.ofSeconds(1));
              return !limiter.decide("/login", LOGIN, "b").local();
            });
    assertEquals(
        List.of("rate_limit_local_fallback 0.0"),
        Samples.of(telemetry, "rate_limit_local_fallback "));
    assertEquals(List.of(), fallbacks.active());
  }

  @Test
  void clientsAreBoundedLocallyAndUnreadableInRedis() {
    LocalRateStore store = new LocalRateStore();
    for (int i = 0; i < LocalRateStore.MAX_KEYS + 100; i++) {
      store.hit("client" + i, LOGIN, 0);
    }
    assertEquals(LocalRateStore.MAX_KEYS, store.size());

    limiter(Kind.SHARED).decide("/login", LOGIN, "sk_live_secret");
    List<String> keys = link.call(commands -> commands.keys("*"));
    assertEquals(1, keys.size());
    assertTrue(keys.get(0).matches("tocsin:rate:login:[A-Za-z0-9_-]{22}"), keys.get(0));
    assertTrue(link.<Long>call(commands -> commands.pttl(keys.get(0))) > 0);
  }

  @Test
  void aRuleThatMakesNoSenseIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new RateLimitRule("login", 0, Duration.ofMinutes(1)));
    assertThrows(
        IllegalArgumentException.class, () -> new RateLimitRule("login", 1, Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RateLimitRule("Log\"in", 1, Duration.ofMinutes(1)));
  }
}
