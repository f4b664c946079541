package dev.tocsin.sdk.outbox;

import java.util.Map;

/// Ties the handling of an event to the work that published it, beyond the correlation ids: by the
/// trace context (`traceparent`), for example.
@FunctionalInterface
public interface WorkHeaders {

  /// Headers of the work that the current thread does, to travel with its events.
  Map<String, String> current();

  /// Begins to handle an event on this thread, in the context that its headers tell of.
  ///
  /// @param queue where the event was taken from
  /// @param headers all that came with it
  default Handling begin(String queue, Map<String, String> headers) {
    return Handling.untold();
  }

  /// The time in which one event is handled; close it on the same thread.
  interface Handling extends AutoCloseable {

    /// Tells how it failed, before the end.
    void failed(Throwable failure);

    @Override
    void close();

    /// A handling that nobody is told of.
    static Handling untold() {
      return new Handling() {
        @Override
        public void failed(Throwable failure) {
          // Whoever handles the event deals with its failure.
        }

        @Override
        public void close() {
          // Nothing was opened.
        }
      };
    }
  }
}
