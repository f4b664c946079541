package dev.tocsin.sdk.webhook;

import dev.tocsin.sdk.redis.RedisLink;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Remembers in Redis, shared by the replicas of the application. The time of a lease is that of
/// Redis. Needs Lettuce on the class path.
public final class RedisReplayStore implements ReplayStore {

  private static final String PREFIX = "tocsin:webhook:";
  private static final String HELD = "held:";
  private static final String DONE = "done:";
  private static final int ATTEMPTS = 3;

  private final RedisLink redis;

  public RedisReplayStore(RedisLink redis) {
    this.redis = redis;
  }

  @Override
  public Claim claim(String id, String digest, Duration lease) {
    SetArgs ifAbsent = SetArgs.Builder.nx().px(lease.toMillis());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String taken =
          redis.<@Nullable String>call(
              commands -> commands.set(PREFIX + id, HELD + digest, ifAbsent));
      if (taken != null) {
        return Claim.TAKEN;
      }
      String seen = redis.<@Nullable String>call(commands -> commands.get(PREFIX + id));
      if (seen != null) {
        return judge(seen, digest);
      }
    }
    return Claim.HELD;
  }

  private static Claim judge(String seen, String digest) {
    if (seen.equals(DONE + digest)) {
      return Claim.DONE;
    }
    return seen.equals(HELD + digest) ? Claim.HELD : Claim.MISMATCH;
  }

  @Override
  public void complete(String id, String digest, Duration retention) {
    SetArgs expiry = SetArgs.Builder.px(retention.toMillis());
    redis.<@Nullable String>call(commands -> commands.set(PREFIX + id, DONE + digest, expiry));
  }

  @Override
  public void release(String id) {
    redis.<@Nullable Long>call(commands -> commands.del(PREFIX + id));
  }
}
