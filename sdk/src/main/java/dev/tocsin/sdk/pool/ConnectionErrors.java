package dev.tocsin.sdk.pool;

import java.util.concurrent.atomic.LongAdder;

/// Counts the attempts to get a connection from a pool that failed, since the start of the process.
/// The health check of the database counts its own; whoever wraps the pool may add to it.
public final class ConnectionErrors {

  private final LongAdder count = new LongAdder();

  public void add() {
    count.increment();
  }

  public long count() {
    return count.sum();
  }
}
