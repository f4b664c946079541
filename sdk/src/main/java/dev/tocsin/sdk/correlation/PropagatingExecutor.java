package dev.tocsin.sdk.correlation;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Wraps each task on its way in; everything else is the executor's own.
class PropagatingExecutor<E extends ExecutorService> implements ExecutorService {

  final E executor;

  PropagatingExecutor(E executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable work) {
    executor.execute(Correlation.wrap(work));
  }

  @Override
  public Future<?> submit(Runnable work) {
    return executor.submit(Correlation.wrap(work));
  }

  @Override
  public <T extends @Nullable Object> Future<T> submit(Runnable work, T result) {
    return executor.submit(Correlation.wrap(work), result);
  }

  @Override
  public <T extends @Nullable Object> Future<T> submit(Callable<T> work) {
    return executor.submit(Correlation.wrap(work));
  }

  @Override
  public <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> work) throws InterruptedException {
    return executor.invokeAll(wrapped(work));
  }

  @Override
  public <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> work, long timeout, TimeUnit unit)
      throws InterruptedException {
    return executor.invokeAll(wrapped(work), timeout, unit);
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> work)
      throws InterruptedException, ExecutionException {
    return executor.invokeAny(wrapped(work));
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(
      Collection<? extends Callable<T>> work, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return executor.invokeAny(wrapped(work), timeout, unit);
  }

  private static <T extends @Nullable Object> List<Callable<T>> wrapped(
      Collection<? extends Callable<T>> work) {
    return work.stream().<Callable<T>>map(Correlation::wrap).toList();
  }

  @Override
  public void shutdown() {
    executor.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return executor.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return executor.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return executor.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return executor.awaitTermination(timeout, unit);
  }
}
