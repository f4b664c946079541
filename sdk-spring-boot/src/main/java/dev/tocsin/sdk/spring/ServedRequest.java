package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.CorrelationIds;
import dev.tocsin.sdk.correlation.LogContext;
import dev.tocsin.sdk.metrics.ActiveRequest;
import dev.tocsin.sdk.metrics.HttpMetrics;
import dev.tocsin.sdk.trace.RequestSpan;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.DisconnectedClientHelper;

/// One request with everything that the features know of it, from its arrival to the end of its
/// answer. It hangs on the request as its one attribute of ours, because filters, interceptors and
/// listeners each see a part.
final class ServedRequest {

  static final String ATTRIBUTE = ServedRequest.class.getName();

  /// Success, failure, timeout and abort may all try to end a request; a field costs less than an
  /// object for each request.
  private static final AtomicIntegerFieldUpdater<ServedRequest> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(ServedRequest.class, "ended");

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final RequestStep[] steps;

  @SuppressWarnings("unused")
  private volatile int ended;

  /// Dispatches of a request follow each other.
  private boolean begun;

  /// Set when the request goes on without the thread that it came with.
  private volatile @Nullable String routeOfAsync;

  private volatile @Nullable LogContext contextOfAsync;

  /// Each is set by the step of its feature, if that is on, before the application sees the
  /// request.
  @Nullable CorrelationIds ids;

  @Nullable RequestSpan span;
  @Nullable ActiveRequest active;
  @Nullable LoggedRequest logged;

  /// Set by the resolvers of failures, before a handler turns the failure into an answer.
  volatile boolean aborted;

  volatile @Nullable Throwable failure;
  volatile @Nullable String failedUser;

  ServedRequest(HttpServletRequest request, HttpServletResponse response, RequestStep[] steps) {
    this.request = request;
    this.response = response;
    this.steps = steps;
  }

  static @Nullable ServedRequest find(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof ServedRequest known ? known : null;
  }

  /// What hangs on the request for the access line; nothing when that is off.
  static @Nullable LoggedRequest logged(HttpServletRequest request) {
    ServedRequest served = find(request);
    return served == null ? null : served.logged;
  }

  HttpServletRequest request() {
    return request;
  }

  /// Whether the steps have it still to take in, which they do now.
  boolean begin() {
    boolean isNew = !begun;
    begun = true;
    return isNew;
  }

  /// What follows an asynchronous start goes on under the ids, user and route of its request.
  void resume() {
    LogContext context = contextOfAsync;
    if (context != null) {
      context.restore();
    }
  }

  /// A dispatch is over without a failure that anybody has let through.
  void dispatched(HttpServletRequest by, HttpServletResponse answer) {
    if (by.isAsyncStarted()) {
      waitForEnd(by);
    } else {
      end(status(answer), failure);
    }
  }

  void failed(Throwable cause) {
    end(statusOf(cause), cause);
  }

  private void waitForEnd(HttpServletRequest by) {
    if (by.getDispatcherType() == DispatcherType.REQUEST) {
      // The route is read now: an error page may put its own pattern in the same place later.
      routeOfAsync = Routes.of(by, HttpServletResponse.SC_OK);
      contextOfAsync = LogContext.capture();
      by.getAsyncContext().addListener(new AsyncEnd(this));
    }
  }

  /// Ends it on a thread that may belong to nobody, under the ids that it had.
  void endElsewhere(int status, @Nullable Throwable cause) {
    LogContext former = LogContext.capture();
    resume();
    try {
      end(status, cause);
    } finally {
      former.restore();
    }
  }

  int status() {
    return status(response);
  }

  private void end(int status, @Nullable Throwable cause) {
    if (!ENDED.compareAndSet(this, 0, 1)) {
      return;
    }
    for (int i = steps.length - 1; i >= 0; i--) {
      steps[i].end(this, status, cause);
    }
  }

  String route(int status) {
    String known = routeOfAsync;
    return known == null ? Routes.of(request, status) : known;
  }

  private int status(HttpServletResponse answer) {
    return aborted ? HttpMetrics.CLIENT_CLOSED_REQUEST : answer.getStatus();
  }

  static int statusOf(Throwable cause) {
    return DisconnectedClientHelper.isClientDisconnectedException(cause)
        ? HttpMetrics.CLIENT_CLOSED_REQUEST
        : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
  }
}
