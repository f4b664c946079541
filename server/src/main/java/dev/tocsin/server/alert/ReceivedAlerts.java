package dev.tocsin.server.alert;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.SharedWrites;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Alerts that others raise, on their way into the book.
///
/// [#take] only stores them, so that a sender has its answer soon and nothing that was answered is
/// lost. The teller then takes what is stored in batches, the worst first, and hands it to the
/// listeners within the transaction that marks it as told: many alerts of one group become one
/// message, a crash at any moment repeats or finishes a batch, and memory holds one batch at a
/// time. Whatever ends, or may stop being muted, has a time at which the teller looks again.
public final class ReceivedAlerts {
  private static final System.Logger LOG = System.getLogger(ReceivedAlerts.class.getName());
  private static final int BATCH_LEAST = 50;
  private static final int BATCH_LIMIT = 2_000;

  /// How long one batch should take: who posts alerts waits for it where there is one writer.
  private static final Duration BATCH_TIME = Duration.ofMillis(100);

  private static final int POSTS_TOGETHER = 32;
  private static final Duration IDLE = Duration.ofSeconds(1);

  /// How often a mute whose end nobody knows is asked again.
  private static final Duration MUTE_PATIENCE = Duration.ofSeconds(10);

  private static final Duration COUNT_EVERY = Duration.ofSeconds(1);

  private final Database database;
  private final EvaluationEntry.Surroundings surroundings;
  private final InstantSource clock;
  private final SharedWrites<List<ReceivedAlert>> writes =
      new SharedWrites<>(POSTS_TOGETHER, this::storeTogether);
  private final Semaphore signal = new Semaphore(0);
  private final LongAdder accepted = new LongAdder();
  private final AtomicLong openCount = new AtomicLong();
  private volatile long countedMillis = Long.MIN_VALUE;
  private volatile int batch = 4 * BATCH_LEAST;
  private @Nullable Thread loop;

  ReceivedAlerts(
      Database database, EvaluationEntry.Surroundings surroundings, InstantSource clock) {
    this.database = database;
    this.surroundings = surroundings;
    this.clock = clock;
  }

  /// There is no room for more open alerts; nothing was taken.
  public static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FullException(int limit) {
      super(
          limit
              + " alerts are open, which is the limit; end what raises them or raise"
              + " alerts.open_limit");
    }
  }

  /// Stores alerts; when it returns they are on disk. One that is over ends its like.
  ///
  /// @throws FullException if there is no room
  public void take(List<ReceivedAlert> alerts) {
    requireRoom(alerts.size());
    writes.write(alerts);
    openCount.addAndGet(alerts.size());
    wake();
  }

  private void storeTogether(List<List<ReceivedAlert>> posts) {
    var rows = rows(posts.stream().flatMap(List::stream).toList());
    database.transaction(
        transaction -> {
          store(transaction, rows);
          return rows;
        });
  }

  /// Stores alerts within somebody's transaction.
  public void take(Handle transaction, List<ReceivedAlert> alerts) {
    store(transaction, rows(alerts));
    transaction.afterCommit(this::wake);
  }

  /// Each alert once, the last of its like; a fixed order keeps transactions from blocking each
  /// other for ever.
  private static List<ReceivedTable.Row> rows(List<ReceivedAlert> alerts) {
    var unique = new TreeMap<String, ReceivedTable.Row>();
    for (var alert : alerts) {
      var row = new ReceivedTable.Row(alert.fingerprint(), alert);
      unique.put(alert.sender().key() + '/' + row.fingerprint(), row);
    }
    return List.copyOf(unique.values());
  }

  private void store(Handle transaction, List<ReceivedTable.Row> rows) {
    long now = clock.millis();
    var table = new ReceivedTable(transaction);
    var firing = new ArrayList<ReceivedTable.Row>(rows.size());
    for (var row : rows) {
      long ends = row.alert().endsAtMillis();
      if (ends != 0 && ends <= now) {
        table.end(row, now);
      } else {
        firing.add(row);
      }
    }
    table.fire(firing, surroundings.ids(), now);
    accepted.add(rows.size());
  }

  private void requireRoom(int more) {
    long now = clock.millis();
    if (now - countedMillis >= COUNT_EVERY.toMillis() || countedMillis == Long.MIN_VALUE) {
      countedMillis = now;
      openCount.set(countOpen());
    }
    int limit = surroundings.options().openLimit();
    if (openCount.get() + more > limit) {
      openCount.set(countOpen());
      if (openCount.get() >= limit) {
        throw new FullException(limit);
      }
    }
  }

  private long countOpen() {
    return database.read(handle -> new AlertTable(handle).countOpen());
  }

  /// How long an alert without an end is taken to last.
  public Duration resolveTimeout() {
    return surroundings.options().resolveTimeout();
  }

  /// How many came, since the start.
  public long accepted() {
    return accepted.sum();
  }

  /// Judges the muted ones anew, because silences have changed.
  public void lookAgain(Handle transaction) {
    ReceivedTable.lookAgain(transaction, clock.millis());
    transaction.afterCommit(this::wake);
  }

  private void wake() {
    signal.release();
  }

  /// Tells what is due, one batch.
  ///
  /// @return whether there may be more
  public boolean tick() {
    long now = clock.millis();
    if (!database.read(handle -> new ReceivedTable(handle).hasDue(now))) {
      return false;
    }
    int size = batch;
    var took = database.transaction(transaction -> tell(transaction, now, size));
    if (took.count() == size) {
      boolean isSlow = took.nanos() > BATCH_TIME.toNanos();
      batch = Math.clamp(isSlow ? size / 2 : size * 2L, BATCH_LEAST, BATCH_LIMIT);
    }
    return took.count() == size;
  }

  /// What a batch was, from when it had its turn.
  private record Took(int count, long nanos) {}

  private Took tell(Handle transaction, long nowMillis, int size) {
    long start = System.nanoTime();
    var table = new ReceivedTable(transaction);
    var due = table.due(nowMillis, size, database.skipLocked());
    var judge =
        surroundings.mutes().begin(transaction, nowMillis, new AlertTable(transaction)::firing);
    var looks = new ArrayList<ReceivedTable.Look>();
    var changes = new ArrayList<AlertChange>();
    for (var episode : due) {
      looks.add(look(transaction, episode, nowMillis, judge, changes));
    }
    table.settle(looks);
    surroundings.tell(transaction, changes);
    return new Took(due.size(), System.nanoTime() - start);
  }

  private ReceivedTable.Look look(
      Handle transaction,
      Episode episode,
      long nowMillis,
      AlertMutes.Judge judge,
      List<AlertChange> changes) {
    var alert = episode.alert();
    long ends = alert.details().endsAtMillis();
    long told = episode.notifiedAtMillis();
    boolean isOver = ends != 0 && ends <= nowMillis;
    if (episode.wasTold()) {
      if (isOver) {
        changes.add(ended(episode, nowMillis));
      }
      return new ReceivedTable.Look(alert.id(), told, isOver ? nowMillis : 0, isOver ? 0 : ends);
    }
    var mutes = judge.of(alert);
    if (mutes.isEmpty()) {
      // Told even if it is over by now, since its sender has our word. Then it is due again at
      // once, and its end is told as well.
      changes.add(new AlertChange.Fired(alert));
      return new ReceivedTable.Look(alert.id(), nowMillis, 0, ends);
    }
    if (isOver) {
      if (alert.details().source() == AlertSource.EVENT) {
        changes.add(ended(episode, nowMillis));
      }
      return new ReceivedTable.Look(alert.id(), told, nowMillis, 0);
    }
    surroundings.mutes().record(transaction, alert, mutes);
    long next = mutes.stream().mapToLong(mute -> nextLook(mute, nowMillis)).max().orElseThrow();
    return new ReceivedTable.Look(alert.id(), 0, 0, ends == 0 ? next : Math.min(next, ends));
  }

  private static AlertChange ended(Episode episode, long nowMillis) {
    long ends = episode.alert().details().endsAtMillis();
    return new AlertChange.Resolved(episode.ceased(ends, nowMillis, true).alert());
  }

  private static long nextLook(Mute mute, long nowMillis) {
    return mute.untilMillis() > nowMillis
        ? mute.untilMillis()
        : nowMillis + MUTE_PATIENCE.toMillis();
  }

  public synchronized void start() {
    loop = Thread.ofVirtual().name("alert teller").start(this::run);
  }

  public synchronized void stop() {
    if (loop != null) {
      loop.interrupt();
      loop = null;
    }
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        boolean more = tick();
        if (!more && signal.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
          signal.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "cannot tell received alerts; will try again", e);
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(IDLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
