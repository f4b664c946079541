package dev.tocsin.sdk.error;

import dev.tocsin.sdk.correlation.Correlation;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Whose work failed: the ids under which its log lines stand.
public record FailureContext(
    @Nullable String correlationId, @Nullable String traceId, @Nullable String userId) {

  /// The keys of the log context beside those of [Correlation].
  public static final String TRACE_KEY = "traceId";

  public static final String USER_KEY = "userId";

  /// What the log context of this thread says.
  public static FailureContext current() {
    return new FailureContext(
        MDC.get(Correlation.CORRELATION_KEY), MDC.get(TRACE_KEY), MDC.get(USER_KEY));
  }

  public FailureContext withUser(@Nullable String user) {
    return new FailureContext(correlationId, traceId, user);
  }
}
