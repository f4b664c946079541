package dev.tocsin.sdk.metrics;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Records each HTTP request once: count, duration, requests in flight, errors. Routes must be
/// templates (`/orders/{id}`), never raw URLs; a request that matched nothing is [#UNMATCHED].
public final class HttpMetrics {

  /// The route of every request that no route of the application matched.
  public static final String UNMATCHED = "UNMATCHED";

  /// The status that is recorded when the client went away before the answer was complete.
  public static final int CLIENT_CLOSED_REQUEST = 499;

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  private static final String[] STATUS =
      IntStream.range(0, 600).mapToObj(Integer::toString).toArray(String[]::new);

  private final AtomicLong active = new AtomicLong();
  private final CounterFamily requests;
  private final HistogramFamily durations;
  private final CounterFamily serverErrors;
  private final CounterFamily apiErrors;

  public HttpMetrics(Telemetry telemetry) {
    requests = telemetry.counter("http_requests_total");
    durations = telemetry.histogram("http_request_duration_seconds");
    serverErrors = telemetry.counter("http_5xx_total");
    apiErrors = telemetry.counter("api_errors_total");
    telemetry.gauge("http_active_connections").observe(active::doubleValue);
  }

  /// Begins a request; finish it exactly once, further calls do nothing.
  public ActiveRequest begin() {
    active.incrementAndGet();
    return new ActiveRequest(this, System.nanoTime());
  }

  /// Records a finished request that was timed elsewhere.
  public void recordHttpRequest(
      String method, String route, int statusCode, double durationSeconds) {
    String knownMethod = method(method);
    String status = status(statusCode);
    String[] series = {knownMethod, route, status};
    requests.increment(series);
    durations.record(durationSeconds, series);
    if (statusCode >= 500) {
      serverErrors.increment(route, knownMethod);
    }
    if (statusCode >= 400) {
      recordApiError(errorType(statusCode), route);
    }
  }

  /// Counts an error that no HTTP status tells about. Answers with a status of 400 or more are
  /// counted by [#recordHttpRequest] already.
  public void recordApiError(String type, String route) {
    apiErrors.increment(type, route);
  }

  void finished() {
    active.decrementAndGet();
  }

  private static String method(String method) {
    if (METHODS.contains(method)) {
      return method;
    }
    String upper = method.toUpperCase(Locale.ROOT);
    return METHODS.contains(upper) ? upper : SeriesSet.OVERFLOW;
  }

  private static String status(int statusCode) {
    return statusCode >= 0 && statusCode < STATUS.length ? STATUS[statusCode] : SeriesSet.OVERFLOW;
  }

  private static String errorType(int statusCode) {
    return switch (statusCode) {
      case 400, 415, 422 -> "validation";
      case 401 -> "authentication";
      case 403 -> "authorization";
      case 404 -> "not_found";
      case 409, 412 -> "conflict";
      case 429 -> "rate_limit";
      case CLIENT_CLOSED_REQUEST -> "aborted";
      default -> statusCode >= 500 ? "server" : "client";
    };
  }
}
