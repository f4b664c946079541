package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.data.OptionalRedis;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ratelimit.RateLimiter;
import dev.tocsin.sdk.redis.RedisLink;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// The rate limiter: shared through Redis when Lettuce is there and an address is set, else on its
/// own.
@AutoConfiguration(after = TocsinFallbackAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tocsin.rate-limit.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RateLimitProperties.class)
public final class TocsinRateLimitAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  RateLimiter tocsinRateLimiter(
      Telemetry telemetry,
      Fallbacks fallbacks,
      ObjectProvider<InstantSource> clock,
      ObjectProvider<RedisLink> redis) {
    InstantSource time = clock.getIfUnique(InstantSource::system);
    RedisLink link = redis.getIfAvailable();
    return link == null
        ? RateLimiter.local(telemetry, fallbacks, time)
        : RateLimiter.shared(link, telemetry, fallbacks, time);
  }

  /// The connection, for guards of the application too.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "io.lettuce.core.RedisClient")
  @ConditionalOnExpression("'${tocsin.rate-limit.redis-url:${REDIS_URL:}}' != ''")
  static class Shared {

    @Bean
    @ConditionalOnMissingBean
    RedisLink tocsinRedisLink(
        RateLimitProperties settings,
        Environment environment,
        ObjectProvider<InstantSource> clock,
        ObjectProvider<OptionalRedis> optional) {
      String own = settings.redisUrl();
      String url = own != null ? own : environment.getProperty("REDIS_URL", "");
      RedisLink link =
          new RedisLink(url, settings.timeout(), clock.getIfUnique(InstantSource::system));
      optional.ifAvailable(report -> link.reportTo(report, "shared-connection"));
      return link;
    }
  }
}
