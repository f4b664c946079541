package dev.tocsin.sdk.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers in this process: for a single replica whose restarts may let a replay through. Of more
/// events than the limit the oldest are forgotten.
public final class InMemoryReplayStore implements ReplayStore {

  private final int limit;
  private final InstantSource clock;
  private final Map<String, Seen> events = new LinkedHashMap<>();

  public InMemoryReplayStore(int limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
  }

  @Override
  public synchronized Claim claim(String id, String digest, Duration lease) {
    Instant now = clock.instant();
    Seen seen = events.get(id);
    if (seen != null && now.isBefore(seen.until())) {
      if (!seen.digest().equals(digest)) {
        return Claim.MISMATCH;
      }
      return seen.done() ? Claim.DONE : Claim.HELD;
    }
    put(id, new Seen(digest, now.plus(lease), false));
    return Claim.TAKEN;
  }

  @Override
  public synchronized void complete(String id, String digest, Duration retention) {
    put(id, new Seen(digest, clock.instant().plus(retention), true));
  }

  @Override
  public synchronized void release(String id) {
    events.remove(id);
  }

  synchronized int size() {
    return events.size();
  }

  private void put(String id, Seen seen) {
    events.remove(id);
    events.put(id, seen);
    if (events.size() > limit) {
      events.remove(events.keySet().iterator().next());
    }
  }

  private record Seen(String digest, Instant until, boolean done) {}
}
