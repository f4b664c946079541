package dev.tocsin.sdk.correlation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.MDC;

/// What the logging context says about the work at hand, as far as it follows that work from thread
/// to thread. Other keys of the logging context are left alone.
public final class LogContext {

  /// Who the work is done for; absent for anonymous visitors.
  public static final String USER_KEY = "userId";

  /// The template of the request's route.
  public static final String ROUTE_KEY = "route";

  /// What was decided about the lines of this work.
  public static final String SAMPLING_KEY = "sampling";

  private static final List<String> KEYS =
      List.of(
          Correlation.CORRELATION_KEY, Correlation.REQUEST_KEY, USER_KEY, ROUTE_KEY, SAMPLING_KEY);

  private final Map<String, String> values;

  private LogContext(Map<String, String> values) {
    this.values = values;
  }

  /// The context of the current thread.
  public static LogContext capture() {
    Map<String, String> values = new HashMap<>();
    for (String key : KEYS) {
      String value = MDC.get(key);
      if (value != null) {
        values.put(key, value);
      }
    }
    return new LogContext(values);
  }

  static LogContext of(CorrelationIds ids) {
    return new LogContext(
        Map.of(
            Correlation.CORRELATION_KEY, ids.correlationId(),
            Correlation.REQUEST_KEY, ids.requestId()));
  }

  boolean hasIds() {
    return values.containsKey(Correlation.CORRELATION_KEY);
  }

  /// Makes this the context of the current thread.
  public void restore() {
    for (String key : KEYS) {
      String value = values.get(key);
      if (value == null) {
        MDC.remove(key);
      } else {
        MDC.put(key, value);
      }
    }
  }
}
