package dev.tocsin.sdk.outbox.redis;

import dev.tocsin.sdk.outbox.RecoveryBuffer;
import dev.tocsin.sdk.queue.QueuedEvent;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Redis stream for the time in which the database is down. As durable as the Redis behind it:
/// turn its append-only file on. The stream is never trimmed; a full one refuses.
public final class RedisStreamBuffer implements RecoveryBuffer {

  /// Events beyond which the stream refuses, unless told otherwise.
  public static final long DEFAULT_MAX_EVENTS = 1_000_000;

  private static final String FIELD = "event";
  private static final Duration RETRY_CONNECT = Duration.ofSeconds(2);

  private final RedisClient client;
  private final String stream;
  private final long maxEvents;
  private @Nullable StatefulRedisConnection<String, String> connection;
  private long refusedAtNanos;
  private boolean refused;

  private RedisStreamBuffer(RedisClient client, String stream, long maxEvents) {
    this.client = client;
    this.stream = stream;
    this.maxEvents = maxEvents;
  }

  /// A buffer that connects when it is first needed, and again after each loss.
  ///
  /// @param url `redis://[user:password@]host[:port]`, or `rediss://` for TLS
  /// @param stream the key of the stream: `tocsin:outbox:automation`
  /// @param timeout for connecting and for each command
  public static RedisStreamBuffer of(String url, String stream, long maxEvents, Duration timeout) {
    RedisURI uri = parse(url);
    uri.setTimeout(timeout);
    RedisClient client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .build());
    return new RedisStreamBuffer(client, stream, maxEvents);
  }

  private static RedisURI parse(String url) {
    try {
      return RedisURI.create(url);
    } catch (IllegalArgumentException e) {
      // The address may carry a password and stays out of the message.
      throw new IllegalArgumentException(
          "The Redis address must look like redis://[user:password@]host[:port] (rediss for TLS).");
    }
  }

  @Override
  public String name() {
    return "redis-stream";
  }

  @Override
  public boolean isExternal() {
    return false;
  }

  @Override
  public void append(QueuedEvent event) {
    RedisCommands<String, String> redis = redis();
    if (redis.xlen(stream) >= maxEvents) {
      throw new RedisException("The stream has reached its limit of " + maxEvents + " events");
    }
    redis.xadd(stream, Map.of(FIELD, event.toJson()));
  }

  @Override
  public long backlog() {
    return redis().xlen(stream);
  }

  @Override
  public List<Entry> oldest(int limit) {
    List<StreamMessage<String, String>> messages =
        redis().xrange(stream, Range.unbounded(), Limit.from(limit));
    return messages.stream()
        .map(
            message ->
                Entry.parse(message.getId(), message.getBody().getOrDefault(FIELD, "no event")))
        .toList();
  }

  @Override
  public void remove(List<Entry> entries) {
    redis().xdel(stream, entries.stream().map(Entry::reference).toArray(String[]::new));
  }

  private synchronized RedisCommands<String, String> redis() {
    StatefulRedisConnection<String, String> open = connection;
    if (open == null) {
      open = connect();
      connection = open;
    }
    return open.sync();
  }

  private StatefulRedisConnection<String, String> connect() {
    boolean tooSoon = refused && System.nanoTime() - refusedAtNanos < RETRY_CONNECT.toNanos();
    if (tooSoon) {
      throw new RedisException("Redis could not be reached a moment ago");
    }
    try {
      StatefulRedisConnection<String, String> fresh = client.connect();
      refused = false;
      return fresh;
    } catch (RedisException e) {
      refused = true;
      refusedAtNanos = System.nanoTime();
      throw e;
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
