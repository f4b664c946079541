package dev.tocsin.sdk.pool;

import java.util.concurrent.atomic.LongAdder;

/// Counts the attempts to get a connection of one data source that failed, since the start of the
/// process. There is one count: a pool that tells of its failures tells of all, those of the health
/// check among them; for any other data source the health check counts its own.
public final class ConnectionErrors {

  private final LongAdder count = new LongAdder();
  private final Runnable metric;
  private volatile boolean told;

  public ConnectionErrors() {
    this(() -> {});
  }

  /// @param metric counts each of them too
  public ConnectionErrors(Runnable metric) {
    this.metric = metric;
  }

  /// From now on the pool itself tells of each failure.
  public void toldByPool() {
    told = true;
  }

  /// The pool failed to give a connection.
  public void add() {
    count.increment();
    metric.run();
  }

  /// A caller did not get a connection; counted unless the pool tells of it.
  public void seenByCaller() {
    if (!told) {
      add();
    }
  }

  public long count() {
    return count.sum();
  }
}
