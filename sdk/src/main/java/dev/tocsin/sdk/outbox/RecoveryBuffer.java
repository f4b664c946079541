package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.QueuedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A durable place for events while the database is down: a Redis stream, an append-only file, a
/// log service. Several threads append; one drains.
public interface RecoveryBuffer extends AutoCloseable {

  /// For figures and messages: `redis-stream`.
  String name();

  /// Whether it is independent of database and Redis, and so the last resort.
  boolean isExternal();

  /// Stores the event; it is durable when the call returns. A full buffer refuses by an exception:
  /// it never drops older events.
  void append(QueuedEvent event) throws Exception;

  /// How many events it holds.
  long backlog() throws Exception;

  /// The oldest entries, in the order in which they came.
  List<Entry> oldest(int limit) throws Exception;

  /// Forgets the entries, which are the oldest ones. They are safe in the database by now.
  void remove(List<Entry> entries) throws Exception;

  @Override
  void close();

  /// An entry of a buffer.
  ///
  /// @param reference how the buffer finds it
  /// @param event none when the entry cannot be read
  /// @param raw the entry as it is stored
  record Entry(String reference, @Nullable QueuedEvent event, String raw) {

    /// An entry out of what [QueuedEvent#toJson] wrote, or what became of it.
    public static Entry parse(String reference, String raw) {
      try {
        return new Entry(reference, QueuedEvent.fromJson(raw), raw);
      } catch (IllegalArgumentException e) {
        return new Entry(reference, null, raw);
      }
    }
  }
}
