package dev.tocsin.server.account;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts failed sign-ins per account and per address, and says how long to wait. The counts are
/// bounded and live in memory: a restart forgives.
final class AttemptLimit {
  private static final int FAILURES_PER_ACCOUNT = 5;
  private static final int FAILURES_PER_ADDRESS = 20;
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int KEY_LIMIT = 10_000;

  private final InstantSource clock;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > KEY_LIMIT;
        }
      };

  private record Failures(int count, long untilMillis) {}

  AttemptLimit(InstantSource clock) {
    this.clock = clock;
  }

  /// Seconds to wait before the next attempt; 0 when it may be made now.
  synchronized long waitSeconds(String account, String address) {
    return Math.max(
        waitSeconds("account " + account, FAILURES_PER_ACCOUNT),
        waitSeconds("address " + address, FAILURES_PER_ADDRESS));
  }

  private long waitSeconds(String key, int limit) {
    var known = failures.get(key);
    long left = known == null ? 0 : known.untilMillis() - clock.millis();
    return left <= 0 || known == null || known.count() < limit ? 0 : (left + 999) / 1000;
  }

  synchronized void failed(String account, String address) {
    count("account " + account);
    count("address " + address);
  }

  private void count(String key) {
    var known = failures.remove(key);
    boolean fresh = known == null || known.untilMillis() <= clock.millis();
    int count = fresh || known == null ? 1 : known.count() + 1;
    failures.put(key, new Failures(count, clock.millis() + WINDOW.toMillis()));
  }

  synchronized void succeeded(String account) {
    failures.remove("account " + account);
  }
}
