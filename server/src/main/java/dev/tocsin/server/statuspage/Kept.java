package dev.tocsin.server.statuspage;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Something that is costly to make and may be a moment old: made once for all who ask at the same
/// time. A failure is shared in the same way, so that a crowd does not repeat it.
final class Kept<T> {
  private final Callable<T> source;
  private final long lifetimeMillis;
  private final InstantSource clock;
  private @Nullable Making<T> latest;

  private record Making<T>(long startedMillis, FutureTask<T> task) {}

  Kept(Callable<T> source, Duration lifetime, InstantSource clock) {
    this.source = source;
    this.lifetimeMillis = lifetime.toMillis();
    this.clock = clock;
  }

  T get() {
    var task = current();
    // does the work if nobody has begun it, else nothing
    task.run();
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("it cannot be made", e.getCause());
    }
  }

  private synchronized FutureTask<T> current() {
    long now = clock.millis();
    var making = latest;
    if (making == null || isOver(making, now)) {
      making = new Making<>(now, new FutureTask<>(source));
      latest = making;
    }
    return making.task();
  }

  private boolean isOver(Making<T> making, long nowMillis) {
    return making.task().isDone() && nowMillis - making.startedMillis() >= lifetimeMillis;
  }
}
