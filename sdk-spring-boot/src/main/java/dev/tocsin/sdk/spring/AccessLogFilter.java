package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.LogContext;
import dev.tocsin.sdk.log.AccessLog;
import dev.tocsin.sdk.log.RequestLog;
import dev.tocsin.sdk.metrics.HttpMetrics;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/// Writes the access line of each request when it has ended, be it on another thread.
final class AccessLogFilter extends OncePerRequestFilter {

  private final AccessLog log;
  private final @Nullable RequestLog requests;

  AccessLogFilter(AccessLog log, @Nullable RequestLog requests) {
    this.log = log;
    this.requests = requests;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    LogContext outside = LogContext.capture();
    LoggedRequest logged =
        new LoggedRequest(request, log, requests == null ? null : requests.begin());
    try {
      chain.doFilter(request, response);
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new AsyncEnd(logged, request, response));
      } else {
        logged.end(status(request, response));
      }
    } catch (ServletException | IOException | RuntimeException | Error e) {
      logged.end(HttpMetricsFilter.statusOf(e));
      throw e;
    } finally {
      outside.restore();
    }
  }

  private static int status(HttpServletRequest request, HttpServletResponse response) {
    return AbortedRequests.contain(request)
        ? HttpMetrics.CLIENT_CLOSED_REQUEST
        : response.getStatus();
  }

  /// Ends the line of a request that is answered on another thread, under the request's ids.
  private static final class AsyncEnd implements AsyncListener {

    private final LoggedRequest logged;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final LogContext context = LogContext.capture();

    AsyncEnd(LoggedRequest logged, HttpServletRequest request, HttpServletResponse response) {
      this.logged = logged;
      this.request = request;
      this.response = response;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      end(status(request, response));
    }

    /// The answer to a timeout is still to be written; [#onComplete] follows.
    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {
      end(HttpMetricsFilter.statusOf(event.getThrowable()));
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }

    private void end(int status) {
      LogContext former = LogContext.capture();
      context.restore();
      try {
        logged.end(status);
      } finally {
        former.restore();
      }
    }
  }
}
