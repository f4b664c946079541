package dev.tocsin.server.database;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/// Removes old rows of one kind, now and then, in portions small enough that nobody waits long
/// behind one.
public final class Pruning {
  private static final System.Logger LOG = System.getLogger(Pruning.class.getName());
  private static final int PORTION = 1_000;
  private static final Duration EVERY = Duration.ofHours(1);

  private final String what;
  private final IntUnaryOperator portion;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /// @param what in the plural, such as `resolved alerts`
  /// @param portion removes at most so many rows in a transaction of its own and tells how many
  public Pruning(String what, IntUnaryOperator portion) {
    this.what = what;
    this.portion = portion;
  }

  /// Removes all that is old now.
  ///
  /// @return how many
  public int prune() {
    int all = 0;
    int removed;
    do {
      removed = portion.applyAsInt(PORTION);
      all += removed;
    } while (removed >= PORTION && stopping.getCount() > 0);
    return all;
  }

  public void start() {
    Thread.ofVirtual().name("pruning of " + what).start(this::run);
  }

  public void stop() {
    stopping.countDown();
  }

  private void run() {
    try {
      do {
        pruneOrTell();
      } while (!stopping.await(EVERY.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pruneOrTell() {
    try {
      prune();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot remove old " + what + "; will try again", e);
    }
  }
}
