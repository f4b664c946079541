package dev.tocsin.sdk.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.rate-limit`; `sdk/docs/guards.md` explains each.
///
/// @param redisUrl where Redis is; not set means that `REDIS_URL` decides
/// @param timeout for connecting to Redis and for each command
@ConfigurationProperties("tocsin.rate-limit")
record RateLimitProperties(@Nullable String redisUrl, @DefaultValue("250ms") Duration timeout) {

  @Override
  public String toString() {
    return "RateLimitProperties[timeout=" + timeout + "]";
  }
}
