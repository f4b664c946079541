package dev.tocsin.sdk.spring.sample;

import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/// Prices, cached in Redis.
@Component
class Prices {

  static final String WITHOUT_CACHE = "shop.prices.without-cache";

  private static final Duration KEPT = Duration.ofMinutes(5);

  private final StringRedisTemplate cache;
  private final Fallbacks fallbacks;

  Prices(StringRedisTemplate cache, Fallbacks fallbacks) {
    this.cache = cache;
    this.fallbacks = fallbacks;
  }

  // snippet: fallback
  BigDecimal of(String product) {
    try {
      String cached = cache.opsForValue().get("price:" + product);
      BigDecimal price = cached == null ? calculate(product) : new BigDecimal(cached);
      cache.opsForValue().set("price:" + product, price.toPlainString(), KEPT);
      fallbacks.resolve("shop.prices.without-cache");
      return price;
    } catch (DataAccessException e) {
      fallbacks.raise(
          "shop.prices.without-cache", FallbackSeverity.WARNING, "Prices are calculated each time");
      return calculate(product);
    }
  }

  // end

  private static BigDecimal calculate(String product) {
    return BigDecimal.valueOf(product.length() * 100L + 90, 2);
  }
}
