package dev.tocsin.server.rule;

import java.time.Duration;

/// How a group's schedule is kept by this replica.
///
/// @param evaluatedMillis the last tick that was evaluated here, or 0
/// @param ticks how many were evaluated here
/// @param missedTicks how many nobody evaluated because the one before took too long or the
///   database could not be reached
public record GroupHealth(long evaluatedMillis, Duration duration, long ticks, long missedTicks) {
  static final GroupHealth NEVER = new GroupHealth(0, Duration.ZERO, 0, 0);

  GroupHealth evaluated(long atMillis, Duration took, long missed) {
    return new GroupHealth(atMillis, took, ticks + 1, missedTicks + missed);
  }
}
