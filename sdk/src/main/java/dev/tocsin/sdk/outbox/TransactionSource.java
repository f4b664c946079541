package dev.tocsin.sdk.outbox;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/// Tells the transaction that the current thread is in, so that an event is written with it.
@FunctionalInterface
public interface TransactionSource {

  /// The connection of the running transaction, or none. It stays the caller's: the outbox neither
  /// commits nor closes it.
  @Nullable Connection current();
}
