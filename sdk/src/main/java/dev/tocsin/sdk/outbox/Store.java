package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.QueuedEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One place where an event can be made durable, with a limit of time. After a failure it is left
/// alone for a moment, so that an outage costs callers one wait and not one each.
final class Store {

  private static final Duration REST = Duration.ofSeconds(2);

  private final String name;
  private final Append append;
  private final Settings settings;
  private volatile Instant restsUntil = Instant.EPOCH;

  /// Writes an event durably, or throws.
  interface Append {
    void run(QueuedEvent event) throws Exception;
  }

  /// What all stores share.
  ///
  /// @param threads bounded; a store that hangs holds some of them and the others go on
  record Settings(ExecutorService threads, Duration timeout, InstantSource clock) {}

  Store(String name, Append append, Settings settings) {
    this.name = name;
    this.append = append;
    this.settings = settings;
  }

  String name() {
    return name;
  }

  /// @return why the event was not taken; empty when it was
  String offer(QueuedEvent event) {
    if (settings.clock().instant().isBefore(restsUntil)) {
      return name + " failed a moment ago";
    }
    String why = attempt(event);
    if (!why.isEmpty()) {
      restsUntil = settings.clock().instant().plus(REST);
    }
    return why;
  }

  private String attempt(QueuedEvent event) {
    try {
      Future<Boolean> result =
          settings
              .threads()
              .submit(
                  () -> {
                    append.run(event);
                    return true;
                  });
      return await(result);
    } catch (RejectedExecutionException e) {
      return name + " has too many calls waiting";
    }
  }

  /// An interrupt does not end the wait, which is bounded: the event of a caller that is being
  /// stopped has to land somewhere too.
  private String await(Future<Boolean> result) {
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          result.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
          return "";
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (TimeoutException e) {
      // The write may still happen; then the event is there twice under one id, which the drain
      // or the receiver finds out.
      result.cancel(true);
      return name + " did not answer within " + settings.timeout().toMillis() + " ms";
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return name + ": " + cause.getClass().getSimpleName() + ": " + cause.getMessage();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
