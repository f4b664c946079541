package dev.tocsin.sdk.correlation;

import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Wraps each task on its way in; everything else is the scheduler's own.
final class PropagatingScheduler extends PropagatingExecutor<ScheduledExecutorService>
    implements ScheduledExecutorService {

  PropagatingScheduler(ScheduledExecutorService scheduler) {
    super(scheduler);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    return executor.schedule(Correlation.wrap(work), delay, unit);
  }

  @Override
  public <V extends @Nullable Object> ScheduledFuture<V> schedule(
      Callable<V> work, long delay, TimeUnit unit) {
    return executor.schedule(Correlation.wrap(work), delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long initialDelay, long period, TimeUnit unit) {
    return executor.scheduleAtFixedRate(Correlation.wrap(work), initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long initialDelay, long delay, TimeUnit unit) {
    return executor.scheduleWithFixedDelay(Correlation.wrap(work), initialDelay, delay, unit);
  }
}
