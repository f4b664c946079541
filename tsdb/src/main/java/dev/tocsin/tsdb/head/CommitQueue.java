package dev.tocsin.tsdb.head;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Brings batches from many threads to one, which writes them to the log in groups: while the disk
/// is busy with one group, the next one gathers, and all of it shares the next force.
///
/// The thread is its own so that nobody interrupts it; an interrupt would close the log's channel.
/// The queue is bounded by its callers: each waits for its batch.
final class CommitQueue implements AutoCloseable {
  /// A batch and the thread that waits for it.
  record Pending(Batch batch, CompletableFuture<Void> outcome) {}

  private final GroupCommit commit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private List<Pending> waiting = new ArrayList<>();
  private boolean closed;

  CommitQueue(GroupCommit commit) {
    this.commit = commit;
    this.thread = Thread.ofPlatform().name("tsdb-commit").daemon(true).unstarted(this::run);
    thread.start();
  }

  /// Returns when the batch is durable and readable.
  ///
  /// @throws UncheckedIOException if it could not be written; then it is neither
  void commit(Batch batch) {
    var pending = new Pending(batch, new CompletableFuture<>());
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the store is closed");
      }
      waiting.add(pending);
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      pending.outcome().join();
    } catch (CompletionException e) {
      throw inThisThread(e);
    }
  }

  /// The failure with the stack of the thread that asked for the commit.
  private static RuntimeException inThisThread(CompletionException failure) {
    return failure.getCause() instanceof UncheckedIOException e
        ? new UncheckedIOException(e.getMessage(), e.getCause())
        : new IllegalStateException("the commit failed: " + failure.getCause(), failure.getCause());
  }

  private void run() {
    var group = next();
    while (!group.isEmpty()) {
      try {
        commit.commit(group);
      } catch (Throwable e) {
        // Whatever it is, the callers must hear of it rather than wait for ever.
        for (var pending : group) {
          pending.outcome().completeExceptionally(e);
        }
      }
      group = next();
    }
  }

  /// All batches that wait, at least one; none when the queue is closed and empty.
  private List<Pending> next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      var group = waiting;
      waiting = new ArrayList<>();
      return group;
    } finally {
      lock.unlock();
    }
  }

  /// Commits what is waiting and stops.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
