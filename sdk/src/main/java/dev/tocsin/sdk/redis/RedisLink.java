package dev.tocsin.sdk.redis;

import dev.tocsin.sdk.data.OptionalRedis;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A shared connection to Redis for callers that can do without it.
///
/// The connection is made at the first use, so a Redis that is away does not stop the application
/// from starting. After a failure every call fails at once for a second; then one caller tries and
/// waits at most the time limit, while the others still fail at once.
public final class RedisLink implements AutoCloseable {

  public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(250);
  static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final int REQUEST_QUEUE = 10_000;

  private final RedisURI address;
  private final RedisClient client;
  private final Duration timeout;
  private final InstantSource clock;
  private final ReentrantLock attempt = new ReentrantLock();
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private volatile @Nullable Instant failedAt;
  private volatile @Nullable OptionalRedis report;
  private volatile String feature = "";

  /// @param url `redis://[user:password@]host[:port][/database]`, `rediss` for TLS
  public static RedisLink of(String url) {
    return new RedisLink(url, DEFAULT_TIMEOUT, InstantSource.system());
  }

  /// @param timeout for connecting and for each command
  public RedisLink(String url, Duration timeout, InstantSource clock) {
    this.timeout = timeout;
    this.clock = clock;
    this.address = parse(url);
    this.client = RedisClient.create();
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(REQUEST_QUEUE)
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .build());
  }

  private static RedisURI parse(String url) {
    try {
      return RedisURI.create(url);
    } catch (IllegalArgumentException e) {
      // The address may carry a password and stays out of the message and of the causes.
      throw new IllegalArgumentException(
          "The Redis address must look like redis://[user:password@]host[:port] (rediss for TLS).");
    }
  }

  /// Has it told when those who share this connection go on without Redis, and when they have it
  /// again.
  ///
  /// @param sharedBy how they are called together
  public RedisLink reportTo(OptionalRedis redis, String sharedBy) {
    feature = sharedBy;
    report = redis;
    return this;
  }

  /// Runs commands.
  ///
  /// @throws RedisUnavailableException when Redis is away, and when it answered with an error,
  ///   which by itself does not keep other calls away
  public <T extends @Nullable Object> T call(Function<RedisCommands<String, String>, T> commands) {
    if (!isSuspended()) {
      return run(commands);
    }
    if (isResting() || !attempt.tryLock()) {
      throw new RedisUnavailableException("Redis failed a moment ago and is not asked again", null);
    }
    try {
      return run(commands);
    } finally {
      attempt.unlock();
    }
  }

  /// Whether the last use failed.
  public boolean isSuspended() {
    return failedAt != null;
  }

  private boolean isResting() {
    Instant failed = failedAt;
    return failed != null && clock.instant().isBefore(failed.plus(RETRY_AFTER));
  }

  private <T extends @Nullable Object> T run(Function<RedisCommands<String, String>, T> commands) {
    try {
      T result = commands.apply(connected().sync());
      if (failedAt != null) {
        failedAt = null;
        tell(OptionalRedis::back);
      }
      return result;
    } catch (RedisCommandExecutionException e) {
      throw new RedisUnavailableException("Redis refused: " + e.getMessage(), e);
    } catch (RedisException e) {
      failed(e);
      throw new RedisUnavailableException("Redis failed: " + e.getMessage(), e);
    } catch (RedisUnavailableException e) {
      failed(e);
      throw e;
    }
  }

  private void failed(RuntimeException cause) {
    failedAt = clock.instant();
    tell((redis, name) -> redis.lost(name, cause.getClass().getSimpleName()));
  }

  private void tell(BiConsumer<OptionalRedis, String> change) {
    OptionalRedis known = report;
    if (known != null) {
      change.accept(known, feature);
    }
  }

  private StatefulRedisConnection<String, String> connected() {
    StatefulRedisConnection<String, String> known = connection;
    return known != null ? known : connect();
  }

  private synchronized StatefulRedisConnection<String, String> connect() {
    StatefulRedisConnection<String, String> known = connection;
    if (known != null) {
      return known;
    }
    if (isResting()) {
      throw new RedisUnavailableException("Redis cannot be reached", null);
    }
    StatefulRedisConnection<String, String> made =
        await(client.connectAsync(StringCodec.UTF8, address).toCompletableFuture());
    connection = made;
    return made;
  }

  private StatefulRedisConnection<String, String> await(
      CompletableFuture<StatefulRedisConnection<String, String>> connecting) {
    try {
      return connecting.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisUnavailableException("interrupted while connecting to Redis", e);
    } catch (ExecutionException e) {
      throw new RedisUnavailableException("Redis cannot be reached", e.getCause());
    } catch (TimeoutException e) {
      CompletableFuture<Void> unused = connecting.thenAccept(StatefulRedisConnection::close);
      throw new RedisUnavailableException("Redis did not accept a connection in time", e);
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
