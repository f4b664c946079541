package dev.tocsin.sdk.error.sentry;

import dev.tocsin.sdk.error.FailedRequest;
import dev.tocsin.sdk.error.Failure;
import dev.tocsin.sdk.error.FailureContext;
import dev.tocsin.sdk.error.FailureOrigin;
import dev.tocsin.sdk.error.FailureSink;
import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.redact.Redactor;
import io.sentry.DataCategory;
import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.SentryOptions;
import io.sentry.SpanContext;
import io.sentry.SpanId;
import io.sentry.protocol.SentryId;
import io.sentry.protocol.User;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reports failures through Sentry's own SDK: extras `correlationId`, `userId`, `route`, `body`,
/// tags `route` and `method`, and the trace id of the log lines. Bodies, messages of exceptions and
/// breadcrumbs are redacted, bodies capped at [#MAX_BODY] characters. Sending happens on a thread
/// of Sentry's with a bounded queue; what it gives up is counted in `telemetry_dropped_total`.
///
/// Sentry's SDK exists once in a process. Whoever has initialised it before keeps their settings,
/// and the reports go there; the extras are redacted all the same.
public final class SentrySink implements FailureSink {

  public static final int MAX_BODY = 8_192;

  private static final String DROPPED_HELP = "Telemetry that was lost on its way to a sink.";
  private static final int MAX_QUEUE = 100;
  private static final int MAX_TEXT = 4_096;

  private final Redactor redactor;

  private SentrySink(Redactor redactor) {
    this.redactor = redactor;
  }

  /// Initialises Sentry. No network is used before the first report.
  ///
  /// @throws IllegalArgumentException if the DSN is none
  public static SentrySink start(SentrySettings settings, Redactor redactor, Telemetry telemetry) {
    CounterFamily dropped = telemetry.counter("telemetry_dropped_total", DROPPED_HELP, "sink");
    if (!Sentry.isEnabled()) {
      Sentry.init(options(settings, redactor, dropped));
    }
    return new SentrySink(redactor);
  }

  private static SentryOptions options(
      SentrySettings settings, Redactor redactor, CounterFamily dropped) {
    SentryOptions options = new SentryOptions();
    options.setDsn(settings.dsn());
    options.setEnvironment(settings.environment());
    options.setRelease(settings.release());
    options.setTracesSampleRate(settings.tracesSampleRate());
    options.setSendModules(false);
    options.setMaxQueueSize(MAX_QUEUE);
    // Uncaught failures and the end of the process are handled here, in the right order.
    options.setEnableUncaughtExceptionHandler(false);
    options.setEnableShutdownHook(false);
    options.setEnableAutoSessionTracking(false);
    options.setEnableBackpressureHandling(false);
    options.setBeforeSend(new SentryRedaction(redactor.withMaxLength(MAX_TEXT)));
    options.setOnDiscard(
        (reason, category, count) -> {
          if (category == DataCategory.Error) {
            dropped.increment("sentry");
          }
        });
    return options;
  }

  @Override
  public void send(Failure failure) {
    SentryEvent event = new SentryEvent(failure.cause());
    event.setLevel(level(failure.origin()));
    event.setTag("origin", failure.origin().label());
    describe(event, failure.context());
    FailedRequest request = failure.request();
    if (request == null) {
      event.setTag("source", redactor.withMaxLength(200).text(failure.source()));
    } else {
      describe(event, request);
    }
    SentryId unused = Sentry.captureEvent(event);
  }

  @Override
  public void flush(Duration limit) {
    Sentry.flush(limit.toMillis());
  }

  /// Only a failure that ends the process is fatal.
  private static SentryLevel level(FailureOrigin origin) {
    return origin == FailureOrigin.THREAD ? SentryLevel.FATAL : SentryLevel.ERROR;
  }

  private static void describe(SentryEvent event, FailureContext context) {
    extra(event, "correlationId", context.correlationId());
    extra(event, "userId", context.userId());
    String userId = context.userId();
    if (userId != null) {
      User user = new User();
      user.setId(userId);
      event.setUser(user);
    }
    String traceId = context.traceId();
    if (traceId != null) {
      event.setTag("traceId", traceId);
      event.getContexts().setTrace(trace(traceId));
    }
  }

  private static SpanContext trace(String traceId) {
    return new SpanContext(new SentryId(traceId), new SpanId(), "unhandled", null, null);
  }

  private void describe(SentryEvent event, FailedRequest request) {
    event.setTag("route", request.route());
    event.setTag("method", request.method());
    event.setTransaction(request.toString());
    extra(event, "route", request.route());
    String body = request.body();
    extra(event, "body", body == null ? null : redactor.withMaxLength(MAX_BODY).json(body));
  }

  private static void extra(SentryEvent event, String name, @Nullable String value) {
    if (value != null) {
      event.setExtra(name, value);
    }
  }
}
