package dev.tocsin.sdk.ratelimit;

import dev.tocsin.sdk.redis.RedisLink;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;

/// Counts in Redis: one hash per client and rule, read and written by one script, so that replicas
/// at the same time cannot let more through than the limit. The time is the application's.
final class RedisRateStore implements RateStore {

  private static final String PREFIX = "tocsin:rate:";

  private static final String SCRIPT =
      """
      local limit, window, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
      local index = math.floor(now / window)
      local elapsed = now - index * window
      local seen = redis.call('HMGET', KEYS[1], 'index', 'current', 'previous')
      local current, previous = tonumber(seen[2] or 0), tonumber(seen[3] or 0)
      local at = tonumber(seen[1] or index)
      if at > index then
        index, elapsed = at, 0
      elseif at == index - 1 then
        current, previous = 0, current
      elseif at < index then
        current, previous = 0, 0
      end
      local allowed = 0
      if previous * (window - elapsed) / window + current + 1 <= limit then
        allowed, current = 1, current + 1
        redis.call('HSET', KEYS[1], 'index', index, 'current', current, 'previous', previous)
        redis.call('PEXPIRE', KEYS[1], 2 * window)
      end
      return {allowed, previous, current, elapsed}
      """;

  private final RedisLink redis;
  private volatile String digest = "";

  RedisRateStore(RedisLink redis) {
    this.redis = redis;
  }

  @Override
  public WindowState hit(String key, RateLimitRule rule, long nowMillis) {
    String[] keys = {PREFIX + key};
    String[] values = {
      Integer.toString(rule.limit()),
      Long.toString(rule.window().toMillis()),
      Long.toString(nowMillis)
    };
    List<Long> answer = redis.call(commands -> run(commands, keys, values));
    return new WindowState(answer.get(0) == 1, answer.get(1), answer.get(2), answer.get(3));
  }

  private List<Long> run(RedisCommands<String, String> commands, String[] keys, String[] values) {
    if (digest.isEmpty()) {
      digest = commands.digest(SCRIPT);
    }
    try {
      return commands.evalsha(digest, ScriptOutputType.MULTI, keys, values);
    } catch (RedisNoScriptException e) {
      // Redis has restarted, or sees the script for the first time; this also makes it known.
      return commands.eval(SCRIPT, ScriptOutputType.MULTI, keys, values);
    }
  }
}
