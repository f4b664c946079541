package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.QueuedEvent;
import java.util.List;

/// A broker, or whatever carries events on.
public interface Transport extends AutoCloseable {

  /// For figures and messages: `kafka`.
  String name();

  /// Hands the events over, no two of which share a key, and waits for the broker's word on each,
  /// for a bounded time. An exception means that nothing is known of any of them: they are sent
  /// again under the same ids.
  ///
  /// @return a receipt for each event, in their order
  List<Receipt> send(List<QueuedEvent> events) throws Exception;

  /// Whether the broker answers at all. Asked when it took none of some events: if it does answer,
  /// the events are at fault, not the broker.
  boolean isReachable();

  @Override
  void close();
}
