package dev.tocsin.server.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets callers that come at the same time share one commit: who gets the turn writes for all that
/// wait. Each caller returns when its own is written, so the promise of a commit stays.
public final class SharedWrites<T> {
  private final int limit;
  private final Consumer<List<T>> transaction;
  private final Queue<Waiting<T>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock(true);

  /// @param limit how many are written together at most
  /// @param transaction writes all of them or, when it throws, none
  public SharedWrites(int limit, Consumer<List<T>> transaction) {
    this.limit = limit;
    this.transaction = transaction;
  }

  private static final class Waiting<T> {
    private final T what;
    private boolean isDone;
    private @Nullable RuntimeException failure;

    Waiting(T what) {
      this.what = what;
    }
  }

  /// Returns when it is written.
  ///
  /// @throws RuntimeException what its own transaction threw
  public void write(T what) {
    var own = new Waiting<>(what);
    waiting.add(own);
    turn.lock();
    try {
      while (!own.isDone) {
        writeSome();
      }
    } finally {
      turn.unlock();
    }
    if (own.failure != null) {
      throw own.failure;
    }
  }

  private void writeSome() {
    var some = nextFew();
    try {
      transaction.accept(some.stream().map(it -> it.what).toList());
      some.forEach(it -> it.isDone = true);
    } catch (RuntimeException e) {
      writeEach(some, e);
    }
  }

  private List<Waiting<T>> nextFew() {
    var some = new ArrayList<Waiting<T>>();
    while (some.size() < limit) {
      var next = waiting.poll();
      if (next == null) {
        break;
      }
      some.add(next);
    }
    return some;
  }

  /// One that cannot be written must not take the others with it.
  private void writeEach(List<Waiting<T>> some, RuntimeException together) {
    for (var one : some) {
      one.isDone = true;
      if (some.size() == 1) {
        one.failure = together;
        return;
      }
      try {
        transaction.accept(List.of(one.what));
      } catch (RuntimeException e) {
        one.failure = e;
      }
    }
  }
}
