package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.alert.FeatureAlerts;
import dev.tocsin.sdk.data.OptionalRedis;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// Where features tell that they go on without a Redis that is configured; each becomes a fallback.
@AutoConfiguration(after = TocsinFallbackAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tocsin.data.enabled", matchIfMissing = true)
public final class TocsinOptionalRedisAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  OptionalRedis tocsinOptionalRedis(
      Telemetry telemetry, Fallbacks fallbacks, Environment environment) {
    boolean configured =
        Stream.of(
                "REDIS_URL",
                "tocsin.health.redis-url",
                "tocsin.rate-limit.redis-url",
                "spring.data.redis.url",
                "spring.data.redis.host")
            .anyMatch(key -> !environment.getProperty(key, "").isBlank());
    return new OptionalRedis(telemetry, configured, new FeatureAlerts(fallbacks).redis());
  }
}
