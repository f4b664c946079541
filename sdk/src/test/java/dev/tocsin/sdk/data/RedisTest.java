package dev.tocsin.sdk.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.Reading;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.testkit.RealRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisTest {

  private final Telemetry telemetry = new Telemetry();

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void commandsOfARealRedisAreCountedByOperationAndEnd() {
    RealRedis server = new RealRedis();
    RedisClient client = RedisClient.create(server.url());
    dev.tocsin.sdk.data.RedisCommands.count(client, new ApplicationMetrics(telemetry));
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisCommands<String, String> redis = connection.sync();
      redis.set("a", "1");
      redis.get("a");
      redis.get("b");
      redis.del("a");
      redis.sadd("words", "x");
      assertThrows(RedisException.class, () -> redis.get("words"));
      redis.ping();
      assertEquals("{del success=1.0, get error=1.0, get success=2.0, set success=2.0}", counts());

      server.stop();
      connection.setTimeout(Duration.ofMillis(200));
      assertThrows(RedisException.class, () -> redis.get("a"));
      assertTrue(counts().contains("get error=2.0"), counts());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      server.close();
    }
  }

  @Test
  void aFeatureThatLosesRedisIsReportedOncePerEpisode() {
    List<RedisFallback> heard = new ArrayList<>();
    OptionalRedis redis = new OptionalRedis(telemetry, true, heard::add);

    redis.back("limiter");
    redis.lost("limiter", "connection refused");
    redis.lost("limiter", "connection refused");
    assertEquals(Set.of("limiter"), redis.fallenBack());
    assertEquals(1.0, telemetry.read("redis_fallback_active").get(0).value());
    redis.back("limiter");
    redis.back("limiter");

    assertEquals(Set.of(), redis.fallenBack());
    assertEquals(0.0, telemetry.read("redis_fallback_active").get(0).value());
    assertEquals(
        List.of(
            new RedisFallback("limiter", true, "connection refused"),
            new RedisFallback("limiter", false, "")),
        heard);
  }

  @Test
  void withoutAConfiguredRedisNothingIsReported() {
    List<RedisFallback> heard = new ArrayList<>();
    OptionalRedis redis = new OptionalRedis(telemetry, false, heard::add);

    redis.lost("limiter", "not there");

    assertFalse(redis.isConfigured());
    assertEquals(List.of(), heard);
    assertEquals(List.of(), telemetry.read("redis_fallback_active"));
  }

  @Test
  void aListenerThatFailsBreaksNobody() {
    OptionalRedis redis =
        new OptionalRedis(
            telemetry,
            true,
            change -> {
              throw new IllegalStateException("no");
            });
    redis.lost("limiter", "gone");
    assertEquals(Set.of("limiter"), redis.fallenBack());
  }

  @Test
  void inventedFeaturesShareOnePlace() {
    OptionalRedis redis = new OptionalRedis(telemetry, true, change -> {});
    for (int i = 0; i < 3 * OptionalRedis.MAX_FEATURES; i++) {
      redis.lost("feature-" + i, "gone");
    }
    assertEquals(OptionalRedis.MAX_FEATURES + 1, redis.fallenBack().size());
    assertTrue(redis.fallenBack().contains("other"));
  }

  private String counts() {
    TreeMap<String, Double> counts = new TreeMap<>();
    for (Reading reading : telemetry.read("redis_operations_total")) {
      counts.put(reading.label("operation") + " " + reading.label("status"), reading.value());
    }
    return counts.toString();
  }
}
