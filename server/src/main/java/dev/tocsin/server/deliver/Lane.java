package dev.tocsin.server.deliver;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The work of one channel. Each channel has its own, so a slow receiver delays only its own
/// notifications.
///
/// Rows are claimed in sets and outcomes are recorded in sets: one commit each, whatever their
/// number. A set grows while the receiver keeps up and shrinks when it does not, so that what is
/// urgent never waits behind many that were claimed before it.
final class Lane {
  private static final System.Logger LOG = System.getLogger(Lane.class.getName());
  private static final Duration IDLE_POLL = Duration.ofSeconds(1);
  private static final int SET_LIMIT = 512;

  private final Channel channel;
  private final Means means;
  private final Breaker breaker;
  private final Throttle throttle;
  private final Semaphore hands;
  private final int leastSet;
  private final Semaphore signal = new Semaphore(0);
  private final AtomicInteger inHand = new AtomicInteger();
  private final BlockingQueue<Outcome> finished = new LinkedBlockingQueue<>();
  private final Set<Thread> sending = ConcurrentHashMap.newKeySet();
  private volatile int set;

  /// What all lanes of a worker share.
  record Means(
      NotificationTable table,
      Outcomes outcomes,
      Fanout fanout,
      String owner,
      long leaseMillis,
      InstantSource clock) {}

  Lane(Channel channel, Pace pace, Means means) {
    this.channel = channel;
    this.means = means;
    this.breaker = new Breaker(means.clock());
    this.throttle = new Throttle(pace.perSecond(), means.clock());
    this.hands = new Semaphore(pace.parallel());
    this.leastSet = pace.parallel();
    this.set = leastSet;
  }

  String name() {
    return channel.name();
  }

  boolean isOpen() {
    return breaker.isOpen();
  }

  Set<Thread> sending() {
    return sending;
  }

  void wake() {
    signal.release();
  }

  /// Claims what is due as far as there is room for it, and starts to send it.
  List<Thread> round() {
    return breaker.isOpen() ? askAndSkip() : claim();
  }

  private List<Thread> claim() {
    int room = Math.min(set - inHand.get(), throttle.available());
    if (room <= 0) {
      return List.of();
    }
    var claimed = means.table().claimDue(name(), means.owner(), room, means.leaseMillis());
    throttle.take(claimed.size());
    var started = new ArrayList<Thread>();
    for (var one : claimed) {
      if (!means.outcomes().muteUnheard(one)) {
        started.add(start(one, Outcome.Kind.SENT));
      }
    }
    return started;
  }

  /// The receiver is dead: one notification asks whether it is back, the others that are due are
  /// put off without an attempt, so they reach the secondary channel in time.
  private List<Thread> askAndSkip() {
    var probe = claimProbe();
    skipDue();
    // Only now, since its answer may make all the others due.
    return probe.stream().map(it -> start(it, Outcome.Kind.PROBE)).toList();
  }

  private List<Claimed> claimProbe() {
    if (!breaker.takeProbe()) {
      return List.of();
    }
    var probe = means.table().claimProbe(name(), means.owner(), means.leaseMillis());
    if (probe.isEmpty()) {
      breaker.unused();
    }
    return probe;
  }

  private void skipDue() {
    var skipped =
        means.table().claimDue(name(), means.owner(), SET_LIMIT, means.leaseMillis()).stream()
            .map(it -> new Outcome(it, breaker.refusal(), Outcome.Kind.SKIPPED))
            .toList();
    record(skipped);
    // An attempt from before the outage may have been answered meanwhile.
    if (!skipped.isEmpty() && !breaker.isOpen()) {
      means.table().hasten(name());
    }
  }

  private Thread start(Claimed claimed, Outcome.Kind kind) {
    inHand.incrementAndGet();
    var thread =
        Thread.ofVirtual().name("deliver-" + name()).unstarted(() -> deliver(claimed, kind));
    sending.add(thread);
    thread.start();
    return thread;
  }

  private void deliver(Claimed claimed, Outcome.Kind kind) {
    hands.acquireUninterruptibly();
    var own = claimed.ownReceivers();
    Receipt receipt;
    try {
      receipt = Sender.send(own.through(channel, means.fanout()), claimed.envelope());
    } finally {
      hands.release();
    }
    if (!own.isOf(channel) && breaker.heard(receipt)) {
      means.table().hasten(name());
    }
    finished.add(new Outcome(claimed, receipt, kind));
    sending.remove(Thread.currentThread());
  }

  /// Records what has finished; waits for the first if there is nothing yet.
  private void recordNext() throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    outcomes.add(finished.take());
    finished.drainTo(outcomes, SET_LIMIT - 1);
    try {
      means.outcomes().record(outcomes);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR, "cannot record deliveries to " + name() + "; will retry", e);
      Thread.sleep(IDLE_POLL);
      recordEach(outcomes);
    }
    inHand.addAndGet(-outcomes.size());
    adapt(outcomes.size());
    wake();
  }

  /// One that cannot be recorded must not keep the others from it. It stays with this worker, so it
  /// is not sent again before a restart, and the watch over the queue's age tells of it.
  private void recordEach(List<Outcome> outcomes) {
    outcomes.forEach(outcome -> record(List.of(outcome)));
  }

  private void adapt(int recorded) {
    boolean keepsUp = recorded >= set / 4;
    set = Math.clamp(keepsUp ? set * 2L : set / 2, leastSet, SET_LIMIT);
  }

  /// Records everything that has finished.
  void flush() {
    var outcomes = new ArrayList<Outcome>();
    finished.drainTo(outcomes);
    record(outcomes);
    inHand.addAndGet(-outcomes.size());
  }

  private void record(List<Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return;
    }
    try {
      means.outcomes().record(outcomes);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "cannot record deliveries to " + name() + "; they are sent again after a restart",
          e);
    }
  }

  /// Rounds until interrupted. A wake-up starts the next at once.
  void run(Runnable beat) {
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
        if (signal.tryAcquire(pauseMillis(), TimeUnit.MILLISECONDS)) {
          signal.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private long pauseMillis() {
    long wish = breaker.isOpen() ? breaker.waitMillis() : throttle.waitMillis();
    return wish == 0 ? IDLE_POLL.toMillis() : Math.min(wish, IDLE_POLL.toMillis());
  }

  /// Records until interrupted.
  void keepRecord() {
    try {
      while (true) {
        recordNext();
      }
    } catch (InterruptedException e) {
      flush();
    }
  }
}
