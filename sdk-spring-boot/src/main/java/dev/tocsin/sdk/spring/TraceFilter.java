package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.trace.RequestSpan;
import dev.tocsin.sdk.trace.TraceScope;
import dev.tocsin.sdk.trace.Tracing;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/// A span for each request. It runs again for error and asynchronous dispatches, in the same trace.
final class TraceFilter extends OncePerRequestFilter {

  private static final String SPAN = TraceFilter.class.getName() + ".span";

  private final Tracing tracing;

  TraceFilter(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    RequestSpan span = span(request);
    TraceScope scope = span.open();
    try {
      chain.doFilter(request, response);
    } catch (ServletException | IOException | RuntimeException | Error e) {
      finish(span, request, HttpMetricsFilter.statusOf(e), e);
      throw e;
    } finally {
      scope.close();
    }
    if (!request.isAsyncStarted()) {
      finish(span, request, response.getStatus(), FailedRequests.failureOf(request));
    } else if (request.getDispatcherType() == DispatcherType.REQUEST) {
      String route = HttpMetricsFilter.route(request, HttpServletResponse.SC_OK);
      request
          .getAsyncContext()
          .addListener(new AsyncSpanListener(span, request.getMethod(), route, response));
    }
  }

  @Override
  protected void doFilterNestedErrorDispatch(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    doFilterInternal(request, response, chain);
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }

  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  private RequestSpan span(HttpServletRequest request) {
    if (request.getAttribute(SPAN) instanceof RequestSpan known) {
      return known;
    }
    RequestSpan span = tracing.beginRequest(request.getMethod(), request::getHeader);
    request.setAttribute(SPAN, span);
    return span;
  }

  private static void finish(
      RequestSpan span, HttpServletRequest request, int status, @Nullable Throwable failure) {
    span.finish(request.getMethod(), HttpMetricsFilter.route(request, status), status, failure);
  }
}
