package dev.tocsin.sdk.correlation;

import org.jspecify.annotations.Nullable;
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

  private static final String[] KEYS = {
    Correlation.CORRELATION_KEY, Correlation.REQUEST_KEY, USER_KEY, ROUTE_KEY, SAMPLING_KEY
  };

  private static final LogContext EMPTY = new LogContext(new @Nullable String[KEYS.length]);

  /// By the places of the keys.
  private final @Nullable String[] values;

  private LogContext(@Nullable String[] values) {
    this.values = values;
  }

  /// The context of the current thread.
  public static LogContext capture() {
    @Nullable String[] values = null;
    for (int i = 0; i < KEYS.length; i++) {
      String value = MDC.get(KEYS[i]);
      if (value != null) {
        values = values == null ? new @Nullable String[KEYS.length] : values;
        values[i] = value;
      }
    }
    return values == null ? EMPTY : new LogContext(values);
  }

  static LogContext of(CorrelationIds ids) {
    @Nullable String[] values = new @Nullable String[KEYS.length];
    values[0] = ids.correlationId();
    values[1] = ids.requestId();
    return new LogContext(values);
  }

  boolean hasIds() {
    return values[0] != null;
  }

  /// Makes this the context of the current thread.
  public void restore() {
    for (int i = 0; i < KEYS.length; i++) {
      String value = values[i];
      if (value == null) {
        MDC.remove(KEYS[i]);
      } else {
        MDC.put(KEYS[i], value);
      }
    }
  }
}
