package dev.tocsin.server.deliver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/// The work of one channel. Each channel has its own, so a slow receiver delays only its own
/// notifications.
final class Lane {
  private static final System.Logger LOG = System.getLogger(Lane.class.getName());
  private static final int PARALLEL_LIMIT = 4;
  private static final Duration IDLE_POLL = Duration.ofSeconds(1);

  private final Channel channel;
  private final IntFunction<List<Claimed>> claim;
  private final BiConsumer<Channel, Claimed> deliver;
  private final Runnable beat;
  private final Semaphore free = new Semaphore(PARALLEL_LIMIT);
  private final Semaphore signal = new Semaphore(0);

  /// @param claim takes at most so many rows
  /// @param beat called in each round
  Lane(
      Channel channel,
      IntFunction<List<Claimed>> claim,
      BiConsumer<Channel, Claimed> deliver,
      Runnable beat) {
    this.channel = channel;
    this.claim = claim;
    this.deliver = deliver;
    this.beat = beat;
  }

  String name() {
    return channel.name();
  }

  void wake() {
    signal.release();
  }

  /// Claims what is due as far as hands are free, and starts to send it.
  List<Thread> round() {
    int hands = free.drainPermits();
    var started = new ArrayList<Thread>();
    try {
      for (var claimed : hands == 0 ? List.<Claimed>of() : claim.apply(hands)) {
        hands--;
        started.add(
            Thread.ofVirtual().name("deliver-" + name()).start(() -> deliverAndFree(claimed)));
      }
    } finally {
      free.release(hands);
    }
    return started;
  }

  private void deliverAndFree(Claimed claimed) {
    try {
      deliver.accept(channel, claimed);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "cannot record a delivery to " + name() + "; it is claimed again when its lease ends",
          e);
    } finally {
      free.release();
      wake();
    }
  }

  /// Rounds until interrupted. A wake-up starts the next at once.
  void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        round();
        beat.run();
      } catch (RuntimeException e) {
        LOG.log(
            System.Logger.Level.ERROR, "cannot claim deliveries to " + name() + "; will retry", e);
        signal.drainPermits();
      }
      try {
        if (signal.tryAcquire(IDLE_POLL.toMillis(), TimeUnit.MILLISECONDS)) {
          signal.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
