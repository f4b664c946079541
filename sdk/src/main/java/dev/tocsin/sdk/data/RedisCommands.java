package dev.tocsin.sdk.data;

import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.CallStatus;
import dev.tocsin.sdk.metrics.RedisOperation;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.event.command.CommandBaseEvent;
import io.lettuce.core.event.command.CommandFailedEvent;
import io.lettuce.core.event.command.CommandListener;
import io.lettuce.core.event.command.CommandStartedEvent;
import io.lettuce.core.event.command.CommandSucceededEvent;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandWrapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Counts the commands of Lettuce as `redis_operations_total`. Reads count as `get`, writes as
/// `set`, removals as `del`, everything else as `other`; the greetings of a connection do not
/// count.
public final class RedisCommands implements CommandListener {

  private static final Set<String> READS =
      Set.of(
          "GET",
          "MGET",
          "GETEX",
          "GETRANGE",
          "STRLEN",
          "EXISTS",
          "TTL",
          "HGET",
          "HMGET",
          "HGETALL",
          "HEXISTS",
          "LRANGE",
          "LLEN",
          "LINDEX",
          "SMEMBERS",
          "SISMEMBER",
          "SCARD",
          "ZRANGE",
          "ZSCORE",
          "ZCARD",
          "SCAN");
  private static final Set<String> WRITES =
      Set.of(
          "SET", "SETEX", "PSETEX", "SETNX", "MSET", "GETSET", "APPEND", "INCR", "INCRBY", "DECR",
          "DECRBY", "EXPIRE", "PEXPIRE", "HSET", "HMSET", "HINCRBY", "LPUSH", "RPUSH", "SADD",
          "ZADD");
  private static final Set<String> REMOVALS =
      Set.of("DEL", "UNLINK", "GETDEL", "HDEL", "LPOP", "RPOP", "LREM", "SPOP", "SREM", "ZREM");
  private static final Set<String> GREETINGS =
      Set.of("HELLO", "AUTH", "CLIENT", "SELECT", "PING", "QUIT", "READONLY");
  private static final Map<String, RedisOperation> OPERATIONS = operations();

  private final ApplicationMetrics metrics;

  private RedisCommands(ApplicationMetrics metrics) {
    this.metrics = metrics;
  }

  /// Counts the commands of every connection that the client opens from now on.
  public static void count(AbstractRedisClient client, ApplicationMetrics metrics) {
    client.addListener(new RedisCommands(metrics));
  }

  /// Listens to the command itself where it can be asked: Lettuce tells its listeners nothing of a
  /// command that ran out of time, which is what happens while Redis is away.
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // Recording does not fail.
  public void commandStarted(CommandStartedEvent event) {
    @Nullable AsyncCommand<?, ?, ?> command = async(event);
    if (command != null) {
      String name = name(event);
      command.whenComplete(
          (value, failure) ->
              record(name, failure == null ? CallStatus.SUCCESS : CallStatus.ERROR));
    }
  }

  @Override
  public void commandSucceeded(CommandSucceededEvent event) {
    if (async(event) == null) {
      record(name(event), CallStatus.SUCCESS);
    }
  }

  @Override
  public void commandFailed(CommandFailedEvent event) {
    if (async(event) == null) {
      record(name(event), CallStatus.ERROR);
    }
  }

  private static @Nullable AsyncCommand<?, ?, ?> async(CommandBaseEvent event) {
    return CommandWrapper.unwrap(event.getCommand(), AsyncCommand.class);
  }

  private static String name(CommandBaseEvent event) {
    return event.getCommand().getType().toString();
  }

  private void record(String command, CallStatus status) {
    if (!GREETINGS.contains(command)) {
      metrics.recordRedisOperation(OPERATIONS.getOrDefault(command, RedisOperation.OTHER), status);
    }
  }

  private static Map<String, RedisOperation> operations() {
    Map<String, RedisOperation> operations = new HashMap<>();
    READS.forEach(command -> operations.put(command, RedisOperation.GET));
    WRITES.forEach(command -> operations.put(command, RedisOperation.SET));
    REMOVALS.forEach(command -> operations.put(command, RedisOperation.DEL));
    return Map.copyOf(operations);
  }
}
