package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.incident.IncidentTimeline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Empties the queue: render → send with retry → record.
///
/// Several workers, also of several replicas, share one queue. Each claims rows under a lease that
/// it renews while it lives. A worker that dies leaves its rows to the others, which send them
/// again under the same idempotency key: every notification arrives at least once.
public final class DeliveryWorker {
  private static final System.Logger LOG = System.getLogger(DeliveryWorker.class.getName());

  private static final int REPLAY_PARALLEL_LIMIT = 8;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  private final DeliveryOptions options;
  private final InstantSource clock;
  private final NotificationTable table;
  private final Outcomes outcomes;
  private final IncidentTimeline timeline;
  private final Fanout fanout;
  private final String owner;
  private final List<Lane> lanes = new ArrayList<>();
  private final Map<String, Long> beats = new ConcurrentHashMap<>();
  private final Set<Thread> replaying = ConcurrentHashMap.newKeySet();
  private final List<Thread> loops = new ArrayList<>();
  private final List<Thread> recorders = new ArrayList<>();

  /// @param random spreads the retries
  public DeliveryWorker(
      Database database,
      DeliveryOptions options,
      IncidentTimeline timeline,
      Ids ids,
      InstantSource clock,
      RandomGenerator random) {
    this.options = options;
    this.clock = clock;
    this.timeline = timeline;
    this.table = new NotificationTable(database, ids, clock);
    this.outcomes = new Outcomes(database, options, timeline, ids, clock, random);
    this.fanout = new Fanout(clock);
    this.owner = "worker-" + ids.next();
    fanout.open(database);
    var means = new Lane.Means(table, outcomes, fanout, owner, leaseMillis(), clock);
    for (var channel : options.paths()) {
      lanes.add(new Lane(channel, options.pace(channel.name()), means));
    }
  }

  /// Sends everything that is due now and waits for the outcomes; how many attempts were made.
  int runOnce() throws InterruptedException {
    dropOrphans();
    int attempts = 0;
    for (var lane : lanes) {
      var started = lane.round();
      while (!started.isEmpty()) {
        attempts += started.size();
        for (var thread : started) {
          thread.join();
        }
        lane.flush();
        started = lane.round();
      }
    }
    return attempts;
  }

  /// Looks for work now instead of at the next poll.
  public void wake() {
    lanes.forEach(Lane::wake);
  }

  /// When each of the loops was last seen at work; the oldest of them. 0 before the start.
  public long heartbeatMillis() {
    return lanes.stream().mapToLong(lane -> beats.getOrDefault(lane.name(), 0L)).min().orElse(0);
  }

  public synchronized void start() {
    dropOrphans();
    for (var lane : lanes) {
      beats.put(lane.name(), clock.millis());
      Runnable beat = () -> beats.put(lane.name(), clock.millis());
      loops.add(Thread.ofVirtual().name("delivery-" + lane.name()).start(() -> lane.run(beat)));
      recorders.add(
          Thread.ofVirtual().name("delivery-record-" + lane.name()).start(lane::keepRecord));
    }
    loops.add(Thread.ofVirtual().name("delivery-leases").start(this::renewLeases));
  }

  /// Claims nothing more and gives attempts under way a moment to end. What does not end is sent
  /// again when its lease has run out.
  public synchronized void stop() {
    loops.forEach(Thread::interrupt);
    loops.clear();
    long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
    try {
      for (var thread : busy()) {
        thread.join(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
      }
      recorders.forEach(Thread::interrupt);
      for (var thread : recorders) {
        thread.join(STOP_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    recorders.clear();
  }

  private List<Thread> busy() {
    var threads = new ArrayList<>(replaying);
    lanes.forEach(lane -> threads.addAll(lane.sending()));
    return threads;
  }

  /// The channels whose receivers are not tried at the moment, except to see whether they are back.
  public Set<String> openBreakers() {
    return lanes.stream().filter(Lane::isOpen).map(Lane::name).collect(Collectors.toSet());
  }

  IncidentTimeline timeline() {
    return timeline;
  }

  /// Sends the oldest dead letters of these channels now and waits for the outcomes.
  Replayed replay(List<String> channels, int limit) {
    return replay(table.claimDead(channels, owner, limit, leaseMillis()));
  }

  /// Sends these dead letters now, as far as nobody else does, and waits for the outcomes.
  Replayed replayOnly(List<String> letters) {
    return replay(table.claimDead(letters, owner, leaseMillis()));
  }

  private Replayed replay(List<Claimed> claimed) {
    var hands = new Semaphore(REPLAY_PARALLEL_LIMIT);
    var waiting = new ArrayList<FutureTask<Boolean>>();
    for (var letter : claimed) {
      var name = letter.notification().channel();
      var channel = options.channel(name).orElseGet(() -> new GoneChannel(name));
      var task = new FutureTask<>(() -> replay(channel, letter, hands));
      waiting.add(task);
      Thread.ofVirtual().name("replay-" + channel.name()).start(task);
    }
    int delivered = 0;
    for (var task : waiting) {
      delivered += succeeded(task) ? 1 : 0;
    }
    return new Replayed(delivered, claimed.size() - delivered);
  }

  private boolean replay(Channel channel, Claimed letter, Semaphore hands) {
    replaying.add(Thread.currentThread());
    hands.acquireUninterruptibly();
    try {
      return outcomes.recordReplay(
          letter, Sender.send(letter.ownReceivers().through(channel, fanout), letter.envelope()));
    } finally {
      hands.release();
      replaying.remove(Thread.currentThread());
    }
  }

  /// @param delivered how many the receivers have now
  record Replayed(int delivered, int failed) {}

  private static boolean succeeded(FutureTask<Boolean> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot record a replay", e.getCause());
    }
  }

  private void dropOrphans() {
    var known = options.paths().stream().map(Channel::name).toList();
    for (var orphan : table.claimOrphans(known, owner, leaseMillis())) {
      var why = new GoneChannel(orphan.notification().channel()).send(orphan.envelope());
      outcomes.record(List.of(new Outcome(orphan, why, Outcome.Kind.SKIPPED)));
    }
  }

  private void renewLeases() {
    while (true) {
      try {
        Thread.sleep(options.timing().lease().dividedBy(3));
        if (!busy().isEmpty()) {
          table.renew(owner, leaseMillis());
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "cannot renew leases; will try again", e);
      }
    }
  }

  private long leaseMillis() {
    return options.timing().lease().toMillis();
  }
}
