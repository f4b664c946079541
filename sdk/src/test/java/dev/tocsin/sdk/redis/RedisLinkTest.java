package dev.tocsin.sdk.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.alert.FeatureAlerts;
import dev.tocsin.sdk.data.OptionalRedis;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.testkit.ManualClock;
import dev.tocsin.sdk.testkit.RealRedis;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RedisLinkTest {

  private final ManualClock clock = new ManualClock();

  @Test
  void afterAFailureCallsFailAtOnceUntilTheRestIsOver() {
    try (RealRedis redis = new RealRedis();
        RedisLink link = new RedisLink(redis.url(), Duration.ofSeconds(5), clock)) {
      assertEquals("PONG", link.call(commands -> commands.ping()));
      redis.stop();
      assertThrows(RedisUnavailableException.class, () -> link.call(commands -> commands.ping()));
      assertTrue(link.isSuspended());

      redis.start();
      AtomicInteger asked = new AtomicInteger();
      assertThrows(
          RedisUnavailableException.class,
          () ->
              link.call(
                  commands -> {
                    asked.incrementAndGet();
                    return commands.ping();
                  }));
      assertEquals(0, asked.get());
      Awaitility.await()
          .ignoreException(RedisUnavailableException.class)
          .until(
              () -> {
                clock.advance(RedisLink.RETRY_AFTER);
                return link.call(commands -> commands.ping()).equals("PONG");
              });
      assertFalse(link.isSuspended());
    }
  }

  @Test
  void whoeverSharesTheConnectionIsReportedWhileRedisIsAway() {
    Telemetry telemetry = new Telemetry();
    Fallbacks fallbacks = new Fallbacks(telemetry);
    OptionalRedis report = new OptionalRedis(telemetry, true, new FeatureAlerts(fallbacks).redis());
    try (RealRedis redis = new RealRedis();
        RedisLink link =
            new RedisLink(redis.url(), Duration.ofSeconds(5), clock).reportTo(report, "carts")) {
      assertEquals("PONG", link.call(commands -> commands.ping()));
      redis.stop();
      assertThrows(RedisUnavailableException.class, () -> link.call(commands -> commands.ping()));
      assertEquals(Set.of("carts"), report.fallenBack());
      assertEquals("redis.unavailable.carts", fallbacks.active().get(0).status().key());

      redis.start();
      Awaitility.await()
          .ignoreException(RedisUnavailableException.class)
          .until(
              () -> {
                clock.advance(RedisLink.RETRY_AFTER);
                return link.call(commands -> commands.ping()).equals("PONG");
              });
      assertEquals(Set.of(), report.fallenBack());
      assertEquals(List.of(), fallbacks.active());
    }
    fallbacks.close();
    telemetry.close();
  }

  @Test
  void aRedisThatIsAwayAtTheStartIsUsedOnceItIsThere() {
    try (RealRedis redis = new RealRedis()) {
      redis.stop();
      try (RedisLink link = new RedisLink(redis.url(), Duration.ofSeconds(5), clock)) {
        assertThrows(RedisUnavailableException.class, () -> link.call(commands -> commands.ping()));
        redis.start();
        clock.advance(RedisLink.RETRY_AFTER);
        assertEquals("PONG", link.call(commands -> commands.ping()));
      }
    }
  }

  @Test
  void anErrorThatRedisAnswersKeepsNobodyElseAway() {
    try (RealRedis redis = new RealRedis();
        RedisLink link = new RedisLink(redis.url(), Duration.ofSeconds(5), clock)) {
      link.call(commands -> commands.lpush("list", "entry"));
      assertThrows(
          RedisUnavailableException.class, () -> link.call(commands -> commands.get("list")));
      assertEquals("PONG", link.call(commands -> commands.ping()));
    }
  }

  @Test
  void anAddressThatIsNoneIsRefusedWithoutShowingIt() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> RedisLink.of("http://user:hunter2@host"));
    assertFalse(refused.getMessage().contains("hunter2"));
    assertEquals(null, refused.getCause());
  }
}
