package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.ActiveRequest;
import dev.tocsin.sdk.metrics.HttpMetrics;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.DisconnectedClientHelper;

/// Records each request once, whatever becomes of it: answered, failed, aborted or finished later
/// on another thread.
final class HttpMetricsFilter extends OncePerRequestFilter {

  /// The attribute of the request that holds its [ActiveRequest].
  static final String ACTIVE = ActiveRequest.class.getName();

  private static final String CATCH_ALL = "/**";

  private final HttpMetrics metrics;

  HttpMetricsFilter(HttpMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ActiveRequest active = metrics.begin();
    request.setAttribute(ACTIVE, active);
    try {
      chain.doFilter(request, response);
    } catch (ServletException | IOException | RuntimeException | Error e) {
      int status = statusOf(e);
      active.finish(request.getMethod(), route(request, status), status);
      throw e;
    }
    if (request.isAsyncStarted()) {
      // The route is read now: an error page may put its own pattern in the same place later.
      String route = route(request, HttpServletResponse.SC_OK);
      request
          .getAsyncContext()
          .addListener(new AsyncRequestListener(active, request.getMethod(), route, response));
    } else {
      int status =
          AbortedRequests.contain(request)
              ? HttpMetrics.CLIENT_CLOSED_REQUEST
              : response.getStatus();
      active.finish(request.getMethod(), route(request, status), status);
    }
  }

  static int statusOf(Throwable failure) {
    return DisconnectedClientHelper.isClientDisconnectedException(failure)
        ? HttpMetrics.CLIENT_CLOSED_REQUEST
        : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
  }

  static String route(HttpServletRequest request, int status) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    if (pattern == null) {
      return HttpMetrics.UNMATCHED;
    }
    // Static resources match every URL, so one that does not exist has matched nothing.
    String template = pattern.toString();
    boolean missedResource =
        status == HttpServletResponse.SC_NOT_FOUND && template.endsWith(CATCH_ALL);
    return missedResource ? HttpMetrics.UNMATCHED : template;
  }
}
