package dev.tocsin.promql.ast;

import org.jspecify.annotations.Nullable;

/// The modifiers that move a selector in time: `offset 5m` and `@ 1700000000`.
public record TimeShift(long offsetMillis, @Nullable At at) {
  public static final TimeShift NONE = new TimeShift(0, null);

  /// The instant that replaces the evaluation time.
  public sealed interface At {
    record Instant(long timestampMillis) implements At {}

    record QueryStart() implements At {}

    record QueryEnd() implements At {}
  }

  public TimeShift withOffset(long newOffsetMillis) {
    return new TimeShift(newOffsetMillis, at);
  }

  public TimeShift withAt(At newAt) {
    return new TimeShift(offsetMillis, newAt);
  }
}
