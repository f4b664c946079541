package dev.tocsin.sdk.guard;

import dev.tocsin.sdk.redis.RedisLink;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Cached text in Redis, under a prefix. Needs Lettuce on the class path.
public final class RedisCacheStore implements CacheStore {

  private final RedisLink redis;
  private final String prefix;

  public RedisCacheStore(RedisLink redis, String prefix) {
    this.redis = redis;
    this.prefix = prefix;
  }

  @Override
  public @Nullable String get(String key) {
    return redis.<@Nullable String>call(commands -> commands.get(prefix + key));
  }

  @Override
  public void put(String key, String value, Duration timeToLive) {
    SetArgs expiry = SetArgs.Builder.px(timeToLive.toMillis());
    redis.<@Nullable String>call(commands -> commands.set(prefix + key, value, expiry));
  }

  @Override
  public void remove(String key) {
    redis.<@Nullable Long>call(commands -> commands.del(prefix + key));
  }
}
