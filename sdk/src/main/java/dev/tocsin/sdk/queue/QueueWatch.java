package dev.tocsin.sdk.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// One queue under watch: the latest look at it, and how old that may get.
final class QueueWatch {

  private final MonitoredQueue queue;
  private final InstantSource clock;
  private final Duration goodFor;
  private final Runnable failed;
  private volatile @Nullable QueueView latest;

  QueueWatch(MonitoredQueue queue, InstantSource clock, Duration goodFor, Runnable failed) {
    this.queue = queue;
    this.clock = clock;
    this.goodFor = goodFor;
    this.failed = failed;
  }

  MonitoredQueue queue() {
    return queue;
  }

  /// Looks now. A failure is what was found, not an exception.
  QueueView look() {
    QueueView view = collect();
    latest = view;
    return view;
  }

  private QueueView collect() {
    try {
      QueueFigures figures = queue.figures();
      return new QueueView(queue.name(), queue.limits(), figures, null, clock.instant());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unknown("interrupted");
    } catch (Exception e) {
      failed.run();
      return unknown(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private QueueView unknown(String error) {
    return new QueueView(queue.name(), queue.limits(), null, error, clock.instant());
  }

  /// The latest look while it is fresh, a new one otherwise.
  QueueView current() {
    QueueView view = latest;
    return view != null && isFresh(view) ? view : look();
  }

  private boolean isFresh(QueueView view) {
    Instant now = clock.instant();
    return Duration.between(view.at(), now).compareTo(goodFor) <= 0;
  }

  /// A figure for a scrape, which must not wait: not a number when the queue's state is not known.
  double figure(ToDoubleFunction<QueueFigures> part) {
    QueueView view = latest;
    QueueFigures figures = view != null && isFresh(view) ? view.figures() : null;
    return figures == null ? Double.NaN : part.applyAsDouble(figures);
  }
}
