package dev.tocsin.sdk.error;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Sees failures of work that nobody waits for: tasks of executors, futures without a reader,
/// periodic tasks, which the JDK's schedulers otherwise cancel without a word.
public final class AsyncFailures {

  private final FailureReporter reporter;

  public AsyncFailures(FailureReporter reporter) {
    this.reporter = reporter;
  }

  /// The work, which reports its failure instead of throwing it. A periodic task in it goes on with
  /// its next run. Errors of the JVM itself (out of memory, …) are thrown on.
  public Runnable guard(String name, Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        reporter.reportUnlessKnown(Failure.of(e, FailureOrigin.ASYNC, name));
        if (e instanceof VirtualMachineError error) {
          throw error;
        }
      }
    };
  }

  /// An executor whose tasks are guarded.
  public Executor guarded(String name, Executor executor) {
    return work -> executor.execute(guard(name, work));
  }

  /// Reports the failure of a future that nobody reads. Gives the same future back; cancellation is
  /// no failure.
  public <T extends @Nullable Object> CompletableFuture<T> watch(
      String name, CompletableFuture<T> future) {
    CompletionStage<T> unused =
        future.whenComplete(
            (result, failure) -> {
              if (failure != null) {
                completedBadly(name, failure);
              }
            });
    return future;
  }

  private void completedBadly(String name, Throwable failure) {
    Throwable cause = failure.getCause();
    Throwable root = failure instanceof CompletionException && cause != null ? cause : failure;
    if (!(root instanceof CancellationException)) {
      reporter.report(Failure.of(root, FailureOrigin.ASYNC, name));
    }
  }
}
