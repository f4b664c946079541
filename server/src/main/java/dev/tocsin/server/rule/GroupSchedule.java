package dev.tocsin.server.rule;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// When a group is due: every interval, at an offset that its name decides, so that groups spread
/// over the interval and every replica knows the same ticks.
final class GroupSchedule {
  private final long intervalMillis;
  private final long offsetMillis;

  GroupSchedule(RuleGroup group) {
    intervalMillis = group.interval().toMillis();
    var hash = new CRC32();
    hash.update(group.key().getBytes(StandardCharsets.UTF_8));
    offsetMillis = hash.getValue() % intervalMillis;
  }

  /// The number of the last tick at or before a time.
  long tick(long atMillis) {
    return Math.floorDiv(atMillis - offsetMillis, intervalMillis);
  }

  /// The time of a tick.
  long timeMillis(long tick) {
    return tick * intervalMillis + offsetMillis;
  }
}
