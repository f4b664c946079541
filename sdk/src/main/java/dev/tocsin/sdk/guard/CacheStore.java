package dev.tocsin.sdk.guard;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where cached text is. Each method may throw; the cache then does without.
public interface CacheStore {

  @Nullable String get(String key) throws Exception;

  void put(String key, String value, Duration timeToLive) throws Exception;

  void remove(String key) throws Exception;
}
