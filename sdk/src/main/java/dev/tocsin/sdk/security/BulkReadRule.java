package dev.tocsin.sdk.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// A user who reads more records in the window than work asks for. After a finding the count begins
/// anew, so that it takes as much reading again for the next.
public final class BulkReadRule implements AccessRule {

  private final long limit;
  private final Duration window;
  private final Recent<SlottedSum> sums = new Recent<>(Recent.MAX_KEYS);

  /// @param limit records that are still usual
  public BulkReadRule(long limit, Duration window) {
    if (limit < 1 || window.toMillis() < SlottedSum.SLOTS) {
      throw new IllegalArgumentException(
          "Bulk reads need a limit of at least 1 and a window of at least a second.");
    }
    this.limit = limit;
    this.window = window;
  }

  @Override
  public synchronized Optional<Finding> judge(Access access, Instant at) {
    if (access.kind() != Access.Kind.READ || access.records() <= 0) {
      return Optional.empty();
    }
    SlottedSum sum = sums.of(access.user(), () -> new SlottedSum(window));
    long records = sum.add(at.toEpochMilli(), access.records());
    if (records <= limit) {
      return Optional.empty();
    }
    sum.clear();
    String detail = records + " records in " + window + ", last " + access.resource();
    return Optional.of(new Finding("bulk_read", Finding.account(access.user()), detail));
  }

  /// A sum over a sliding window in slots of a twelfth of it.
  private static final class SlottedSum {
    static final int SLOTS = 12;

    private final long slotMillis;
    private final long[] sums = new long[SLOTS];
    private long newest = Long.MIN_VALUE;

    SlottedSum(Duration window) {
      slotMillis = window.toMillis() / SLOTS;
    }

    long add(long atMillis, long amount) {
      long slot = Math.max(newest, Math.floorDiv(atMillis, slotMillis));
      if (newest == Long.MIN_VALUE || slot - newest >= SLOTS) {
        clear();
      } else {
        for (long passed = newest + 1; passed <= slot; passed++) {
          sums[Math.floorMod(passed, SLOTS)] = 0;
        }
      }
      newest = slot;
      int index = Math.floorMod(slot, SLOTS);
      sums[index] = saturated(sums[index], amount);
      return Arrays.stream(sums).reduce(0, SlottedSum::saturated);
    }

    void clear() {
      Arrays.fill(sums, 0);
    }

    private static long saturated(long a, long b) {
      return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
  }
}
