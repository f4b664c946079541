package dev.tocsin.sdk.error;

import dev.tocsin.sdk.shutdown.Shutdown;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What happens to a failure that ends its thread: it is logged with its full stack, reported, the
/// reports are flushed, and the process shuts down with status [#EXIT_STATUS]. A thread that died
/// unexpectedly has left something half done; a fresh process is the known state.
public final class UncaughtFailures implements UncaughtExceptionHandler {

  public static final int EXIT_STATUS = 1;

  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

  private final FailureReporter reporter;
  private final @Nullable Shutdown shutdown;
  private @Nullable UncaughtExceptionHandler former;

  /// @param shutdown absent when the process shall go on without the thread
  public UncaughtFailures(FailureReporter reporter, @Nullable Shutdown shutdown) {
    this.reporter = reporter;
    this.shutdown = shutdown;
  }

  /// Becomes the JVM's default handler; a handler that was there before hears of each failure too.
  public void install() {
    UncaughtExceptionHandler present = Thread.getDefaultUncaughtExceptionHandler();
    former = present == this ? former : present;
    Thread.setDefaultUncaughtExceptionHandler(this);
  }

  /// Steps back, unless another handler has been installed since.
  public void uninstall() {
    if (Thread.getDefaultUncaughtExceptionHandler() == this) {
      Thread.setDefaultUncaughtExceptionHandler(former);
    }
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    try {
      reporter.report(Failure.of(failure, FailureOrigin.THREAD, thread.getName()));
      UncaughtExceptionHandler next = former;
      if (next != null) {
        next.uncaughtException(thread, failure);
      }
      reporter.flush(FLUSH_LIMIT);
    } finally {
      Shutdown ending = shutdown;
      if (ending != null) {
        ending.exit(EXIT_STATUS, "thread '" + thread.getName() + "' died of " + failure.getClass());
      }
    }
  }
}
