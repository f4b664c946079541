package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.testkit.RealRedis;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether an application without its Redis is ready is told by its contract.
class RedisReadinessTest {

  private static final String OPTIONAL = "{\"secondaryEscalation\": false, \"keys\": []}";

  @TempDir private Path folder;

  @Test
  void aRedisThatTheContractRequiresMakesReadinessFail() throws Exception {
    try (RealRedis redis = new RealRedis();
        RunningShop shop = new RunningShop("REDIS_URL=" + redis.url())) {
      assertEquals(200, ready(shop).statusCode());
      redis.stop();
      Awaitility.await().until(() -> ready(shop).statusCode() == 503);
      redis.start();
      Awaitility.await().until(() -> ready(shop).statusCode() == 200);
    }
  }

  @Test
  void aRedisThatTheContractDoesNotNameDegradesIt() throws Exception {
    Path contract = Files.writeString(folder.resolve("contract.json"), OPTIONAL);
    try (RealRedis redis = new RealRedis();
        RunningShop shop =
            new RunningShop(
                "REDIS_URL=" + redis.url(), "tocsin.readiness.contract=" + contract.toUri())) {
      assertTrue(!ready(shop).body().contains("DEGRADED"), ready(shop).body());
      redis.stop();
      Awaitility.await().until(() -> ready(shop).body().contains("DEGRADED"));
      assertEquals(200, ready(shop).statusCode());
      redis.start();
    }
  }

  private static HttpResponse<String> ready(RunningShop shop) throws Exception {
    return shop.get("/health/ready");
  }
}
