package dev.tocsin.sdk.watch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A limited number of things under watch, each by its name, looked at on an interval by two
/// threads: one that hangs delays the others but stops no more than one of them.
public final class Watches<W> implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int INTERVALS_UNTIL_STALE = 3;

  private final String what;
  private final int limit;
  private final Duration interval;
  private final Map<String, W> watches = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService lookers;

  /// @param what one of them is called in messages and names of threads: `queue`
  public Watches(String what, int limit, Duration interval) {
    this.what = what;
    this.limit = limit;
    this.interval = interval;
    this.lookers =
        Executors.newScheduledThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "tocsin-" + what + "-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /// How long what a look found may be told: three intervals.
  public Duration goodFor() {
    return interval.multipliedBy(INTERVALS_UNTIL_STALE);
  }

  /// Puts one under watch.
  ///
  /// @param look what is done on each interval; the next one is not made if it throws
  /// @throws IllegalArgumentException when the name is taken, or there are too many
  public synchronized void add(String name, W watch, Runnable look) {
    if (watches.containsKey(name) || watches.size() == limit) {
      throw new IllegalArgumentException(
          "The %s '%s' is registered already, or there are %d. Register each once, by its name."
              .formatted(what, name, limit));
    }
    watches.put(name, watch);
    ScheduledFuture<?> unused =
        lookers.scheduleWithFixedDelay(look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  public Optional<W> find(String name) {
    return Optional.ofNullable(watches.get(name));
  }

  /// All of them, in the order of their names.
  public List<W> all() {
    return List.copyOf(watches.values());
  }

  public List<String> names() {
    return List.copyOf(watches.keySet());
  }

  @Override
  public void close() {
    lookers.shutdownNow();
  }
}
