package dev.tocsin.sdk.inquiry;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The threads that inquiries run on and the timer that ends the late ones. None of them keeps the
/// process alive.
public final class InquiryThreads implements AutoCloseable {

  /// An inquiry occupies at most one thread, so this bounds how many may hang at once.
  public static final int MAX_THREADS = 128;

  private static final int IDLE_SECONDS = 60;

  private final ExecutorService workers;
  private final ScheduledThreadPoolExecutor timer;

  /// @param name the beginning of the threads' names
  public InquiryThreads(String name) {
    workers =
        new ThreadPoolExecutor(
            0,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            daemons(name));
    timer = new ScheduledThreadPoolExecutor(1, daemons(name + "-timer"));
    timer.setRemoveOnCancelPolicy(true);
  }

  /// For short periodic work beside the time limits.
  public ScheduledExecutorService timer() {
    return timer;
  }

  ExecutorService workers() {
    return workers;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger made = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, prefix + "-" + made.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
