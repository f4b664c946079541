package dev.tocsin.sdk.correlation;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// The ids of the work that the current thread does. They live in the logging context (MDC) under
/// [#CORRELATION_KEY] and [#REQUEST_KEY], so a log pattern can print them; work handed to another
/// thread must be wrapped to keep them. User, route and sampling go along, if they are set.
public final class Correlation {

  public static final String CORRELATION_KEY = "correlationId";
  public static final String REQUEST_KEY = "requestId";

  private Correlation() {}

  /// Makes the ids current until the scope is closed; then the former ones are current again.
  public static Scope open(CorrelationIds ids) {
    Scope scope = new Scope(LogContext.capture());
    MDC.put(CORRELATION_KEY, ids.correlationId());
    MDC.put(REQUEST_KEY, ids.requestId());
    return scope;
  }

  public static Optional<CorrelationIds> current() {
    String correlationId = MDC.get(CORRELATION_KEY);
    String requestId = MDC.get(REQUEST_KEY);
    return correlationId == null
        ? Optional.empty()
        : Optional.of(CorrelationIds.fromHeaders(correlationId, requestId));
  }

  /// The work, under the ids that are current now. If there are none, each run of it has new ones,
  /// as is right for work that a timer repeats.
  public static Runnable wrap(Runnable work) {
    LogContext context = LogContext.capture();
    return () -> {
      Scope scope = enter(context);
      try {
        work.run();
      } finally {
        scope.close();
      }
    };
  }

  /// The work, under the ids that are current now; if there are none, each run has new ones.
  public static <T extends @Nullable Object> Callable<T> wrap(Callable<T> work) {
    LogContext context = LogContext.capture();
    return () -> {
      Scope scope = enter(context);
      try {
        return work.call();
      } finally {
        scope.close();
      }
    };
  }

  private static Scope enter(LogContext context) {
    Scope scope = new Scope(LogContext.capture());
    (context.hasIds() ? context : LogContext.of(CorrelationIds.generate())).restore();
    return scope;
  }

  /// An executor whose tasks run under the ids of the thread that handed them in.
  public static Executor propagating(Executor executor) {
    return work -> executor.execute(wrap(work));
  }

  /// An executor whose tasks run under the ids of the thread that handed them in. Shutting it down
  /// shuts the given one down.
  public static ExecutorService propagating(ExecutorService executor) {
    return new PropagatingExecutor<>(executor);
  }

  /// A scheduler whose tasks run under the ids of the thread that handed them in; a task that was
  /// handed in without ids has new ones in each run. Shutting it down shuts the given one down.
  public static ScheduledExecutorService propagating(ScheduledExecutorService scheduler) {
    return new PropagatingScheduler(scheduler);
  }

  /// An executor whose tasks run under the ids that are current now, whoever hands them in: for the
  /// later stages of a `CompletableFuture` that a foreign thread completes.
  public static Executor binding(Executor executor) {
    LogContext context = LogContext.capture();
    return work ->
        executor.execute(
            () -> {
              Scope scope = enter(context);
              try {
                work.run();
              } finally {
                scope.close();
              }
            });
  }

  /// A client whose requests carry the current ids.
  public static HttpClient propagating(HttpClient client) {
    return new PropagatingHttpClient(client);
  }

  /// Adds the current ids to an outgoing request; without current ids it adds none.
  public static HttpRequest.Builder addTo(HttpRequest.Builder request) {
    headers().forEach(request::setHeader);
    return request;
  }

  /// The current ids as headers, for whatever carries headers: a message of a queue, a row of an
  /// outbox, a webhook. Empty without current ids. [CorrelationIds#fromCarrier] reads them back.
  public static Map<String, String> headers() {
    return current()
        .map(
            ids ->
                Map.of(
                    CorrelationIds.CORRELATION_HEADER, ids.correlationId(),
                    CorrelationIds.REQUEST_HEADER, ids.requestId()))
        .orElseGet(Map::of);
  }

  /// The time during which ids are current on a thread; close it on the same thread.
  public static final class Scope implements AutoCloseable {

    private final LogContext former;

    private Scope(LogContext former) {
      this.former = former;
    }

    @Override
    public void close() {
      former.restore();
    }
  }
}
