package dev.tocsin.sdk.spring;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.outbox`.
///
/// @param name part of metric names and paths
/// @param redisUrl where the stream is that takes over while the database is down; not set means
///   that `REDIS_URL` decides
/// @param logFolder where the file is that takes over while Redis is down too; not set means none
/// @param lossUnacceptable whether that file must be there
@ConfigurationProperties("tocsin.outbox")
record OutboxProperties(
    @DefaultValue("automation") String name,
    @Nullable String redisUrl,
    @Nullable Path logFolder,
    @DefaultValue("false") boolean lossUnacceptable,
    @DefaultValue Retries retries,
    @DefaultValue Times times) {

  /// The address of Redis may carry a password.
  @Override
  public String toString() {
    return "OutboxProperties[name=" + name + ", logFolder=" + logFolder + "]";
  }

  /// @param maxAttempts after so many failed attempts an event becomes a dead letter
  /// @param first the wait after the first failed attempt
  /// @param longest the longest wait
  record Retries(
      @DefaultValue("10") int maxAttempts,
      @DefaultValue("1s") Duration first,
      @DefaultValue("5m") Duration longest) {}

  /// @param poll how often the relay looks for events
  /// @param append how long a call waits for one store at most
  record Times(@DefaultValue("250ms") Duration poll, @DefaultValue("2s") Duration append) {}
}
