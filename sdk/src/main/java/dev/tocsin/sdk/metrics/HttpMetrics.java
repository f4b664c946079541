package dev.tocsin.sdk.metrics;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Records each HTTP request once: count, duration, requests in flight, errors. Routes must be
/// templates (`/orders/{id}`), never raw URLs; a request that matched nothing is [#UNMATCHED].
public final class HttpMetrics {

  /// The route of every request that no route of the application matched.
  public static final String UNMATCHED = "UNMATCHED";

  /// The status that is recorded when the client went away before the answer was complete.
  public static final int CLIENT_CLOSED_REQUEST = 499;

  private static final double[] DURATION_BUCKETS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  private final AtomicLong active = new AtomicLong();
  private final CounterFamily requests;
  private final HistogramFamily durations;
  private final CounterFamily serverErrors;
  private final CounterFamily apiErrors;

  public HttpMetrics(Telemetry telemetry) {
    requests =
        telemetry.counter(
            "http_requests_total", "HTTP requests answered.", "method", "route", "status_code");
    durations =
        telemetry.histogram(
            "http_request_duration_seconds",
            "Time to answer HTTP requests.",
            DURATION_BUCKETS,
            "method",
            "route",
            "status_code");
    serverErrors =
        telemetry.counter("http_5xx_total", "HTTP requests answered with 5xx.", "path", "method");
    apiErrors = telemetry.counter("api_errors_total", "Errors by kind and route.", "type", "route");
    telemetry
        .gauge("http_active_connections", "HTTP requests in work now.")
        .observe(active::doubleValue);
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
    String status = Integer.toString(statusCode);
    requests.increment(knownMethod, route, status);
    durations.record(durationSeconds, knownMethod, route, status);
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
    String upper = method.toUpperCase(Locale.ROOT);
    return METHODS.contains(upper) ? upper : SeriesSet.OVERFLOW;
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
