package dev.tocsin.sdk.usage;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Bookings that the database did not take yet, oldest first, never more than the limit.
final class PendingBookings {

  static final int LIMIT = 10_000;

  private final Deque<UsageTable.Booking> waiting = new ArrayDeque<>();

  /// @return false when there is no room
  synchronized boolean add(UsageTable.Booking booking) {
    return waiting.size() < LIMIT && waiting.add(booking);
  }

  synchronized int size() {
    return waiting.size();
  }

  /// Writes until the first failure. One at a time: only the maintenance thread calls it.
  void flush(UsageTable table) throws SQLException {
    for (UsageTable.Booking next = first(); next != null; next = first()) {
      table.book(next, true);
      removeFirst();
    }
  }

  private synchronized UsageTable.@Nullable Booking first() {
    return waiting.peekFirst();
  }

  private synchronized void removeFirst() {
    waiting.removeFirst();
  }
}
