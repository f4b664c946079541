package dev.tocsin.marketplace.account;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Refuses more than five failed logins for an e-mail address within a minute.
final class LoginLimit {
  private static final int FAILURES = 5;
  private static final long WINDOW_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final int REMEMBERED_ADDRESSES = 10_000;

  private final InstantSource clock;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > REMEMBERED_ADDRESSES;
        }
      };

  private record Failures(long sinceMillis, int count) {}

  LoginLimit(InstantSource clock) {
    this.clock = clock;
  }

  synchronized boolean isExceeded(String email) {
    var seen = failures.get(key(email));
    return seen != null
        && seen.count() >= FAILURES
        && clock.millis() - seen.sinceMillis() < WINDOW_MILLIS;
  }

  synchronized void failed(String email) {
    var now = clock.millis();
    failures.merge(
        key(email),
        new Failures(now, 1),
        (old, fresh) ->
            now - old.sinceMillis() < WINDOW_MILLIS
                ? new Failures(old.sinceMillis(), old.count() + 1)
                : fresh);
  }

  synchronized void succeeded(String email) {
    failures.remove(key(email));
  }

  private static String key(String email) {
    return email.toLowerCase(Locale.ROOT);
  }
}
