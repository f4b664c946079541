package dev.tocsin.server.event;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// Hears of every fallback, also of those that call nobody.
@FunctionalInterface
public interface FallbackListener {
  /// Called inside the transaction that stores the events, with the fallbacks in the order of their
  /// applications and keys.
  void heard(Handle transaction, List<Fallback> fallbacks);
}
