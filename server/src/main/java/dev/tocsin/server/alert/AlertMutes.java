package dev.tocsin.server.alert;

import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Decides of which alerts nobody is told. Asked inside the transaction that would tell, so that a
/// crash can neither tell what is muted nor forget what is not.
public interface AlertMutes {
  /// Mutes nothing.
  AlertMutes NONE =
      new AlertMutes() {
        @Override
        public Judge begin(Handle handle, long nowMillis, Function<String, List<Alert>> firing) {
          return _ -> List.of();
        }

        @Override
        public void record(Handle transaction, Alert alert, List<Mute> mutes) {}
      };

  /// What mutes an alert; nothing if it is to be told.
  @FunctionalInterface
  interface Judge {
    List<Mute> of(Alert alert);
  }

  /// Looks once at what mutes at a moment, for any number of alerts. May be called with a handle
  /// that only reads.
  ///
  /// @param firing the alerts that fire and whose rule's name begins with a text, read when
  ///   something asks for them
  Judge begin(Handle handle, long nowMillis, Function<String, List<Alert>> firing);

  /// Writes down that an alert was not told, once for each mute.
  void record(Handle transaction, Alert alert, List<Mute> mutes);
}
