package dev.tocsin.sdk.redis;

import org.jspecify.annotations.Nullable;

/// Redis did not answer in time, refused, or is known to be away.
public final class RedisUnavailableException extends RuntimeException {

  RedisUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
