package dev.tocsin.sdk.correlation;

import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// The ids of the work that the current thread does. They live in the logging context (MDC) under
/// [#CORRELATION_KEY] and [#REQUEST_KEY], so a log pattern can print them; work handed to another
/// thread must be wrapped to keep them.
public final class Correlation {

  public static final String CORRELATION_KEY = "correlationId";
  public static final String REQUEST_KEY = "requestId";

  private Correlation() {}

  /// Makes the ids current until the scope is closed; then the former ones are current again.
  public static Scope open(CorrelationIds ids) {
    Scope scope = new Scope(MDC.get(CORRELATION_KEY), MDC.get(REQUEST_KEY));
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

  /// The work, under the ids that are current now.
  public static Runnable wrap(Runnable work) {
    CorrelationIds ids = current().orElseGet(CorrelationIds::generate);
    return () -> {
      Scope scope = open(ids);
      try {
        work.run();
      } finally {
        scope.close();
      }
    };
  }

  /// The work, under the ids that are current now.
  public static <T extends @Nullable Object> Callable<T> wrap(Callable<T> work) {
    CorrelationIds ids = current().orElseGet(CorrelationIds::generate);
    return () -> {
      Scope scope = open(ids);
      try {
        return work.call();
      } finally {
        scope.close();
      }
    };
  }

  /// An executor whose tasks run under the ids of the thread that handed them in.
  public static Executor propagating(Executor executor) {
    return work -> executor.execute(wrap(work));
  }

  /// Adds the current ids to an outgoing request; without current ids it adds none.
  public static HttpRequest.Builder addTo(HttpRequest.Builder request) {
    current()
        .ifPresent(
            ids -> {
              request.setHeader(CorrelationIds.CORRELATION_HEADER, ids.correlationId());
              request.setHeader(CorrelationIds.REQUEST_HEADER, ids.requestId());
            });
    return request;
  }

  /// The time during which ids are current on a thread; close it on the same thread.
  public static final class Scope implements AutoCloseable {

    private final @Nullable String formerCorrelationId;
    private final @Nullable String formerRequestId;

    private Scope(@Nullable String formerCorrelationId, @Nullable String formerRequestId) {
      this.formerCorrelationId = formerCorrelationId;
      this.formerRequestId = formerRequestId;
    }

    @Override
    public void close() {
      restore(CORRELATION_KEY, formerCorrelationId);
      restore(REQUEST_KEY, formerRequestId);
    }

    private static void restore(String key, @Nullable String former) {
      if (former == null) {
        MDC.remove(key);
      } else {
        MDC.put(key, former);
      }
    }
  }
}
