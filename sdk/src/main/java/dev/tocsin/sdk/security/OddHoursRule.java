package dev.tocsin.sdk.security;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A login of an administrator at an hour when nobody works. Customers shop at night; their hours
/// say nothing. One finding per user and hour: interfaces that log in with each request would
/// otherwise repeat it with each.
public final class OddHoursRule implements AccessRule {

  private final ZoneId zone;
  private final LocalTime from;
  private final LocalTime until;
  private final Recent<LastTimes> found = new Recent<>(Recent.MAX_KEYS);

  /// @param from the first odd moment of the day
  /// @param until the first usual one; before `from` when the odd hours go past midnight
  public OddHoursRule(ZoneId zone, LocalTime from, LocalTime until) {
    this.zone = zone;
    this.from = from;
    this.until = until;
  }

  @Override
  public synchronized Optional<Finding> judge(Access access, Instant at) {
    LocalTime time = LocalTime.ofInstant(at, zone);
    if (access.kind() != Access.Kind.LOGIN || !access.privileged() || !isOdd(time)) {
      return Optional.empty();
    }
    LastTimes before = found.of(access.user(), () -> new LastTimes(1));
    if (before.anySince(at.toEpochMilli() - TimeUnit.HOURS.toMillis(1))) {
      return Optional.empty();
    }
    before.add(at.toEpochMilli(), 1);
    return Optional.of(
        new Finding("odd_hours", Finding.account(access.user()), "at " + time + " " + zone));
  }

  private boolean isOdd(LocalTime time) {
    boolean afterStart = !time.isBefore(from);
    boolean beforeEnd = time.isBefore(until);
    return from.isBefore(until) ? afterStart && beforeEnd : afterStart || beforeEnd;
  }
}
