package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Gives each request its ids: as request attributes, in the log context and as headers of the
/// answer. It runs again for error and asynchronous dispatches, under the same ids, because the
/// container clears headers and changes threads there.
final class CorrelationFilter extends OncePerRequestFilter {

  private static final String IDS = CorrelationFilter.class.getName() + ".ids";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    CorrelationIds ids = ids(request);
    response.setHeader(CorrelationIds.CORRELATION_HEADER, ids.correlationId());
    response.setHeader(CorrelationIds.REQUEST_HEADER, ids.requestId());
    Correlation.Scope scope = Correlation.open(ids);
    try {
      chain.doFilter(request, response);
    } finally {
      scope.close();
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

  private static CorrelationIds ids(HttpServletRequest request) {
    if (request.getAttribute(IDS) instanceof CorrelationIds known) {
      return known;
    }
    CorrelationIds ids =
        CorrelationIds.fromHeaders(
            request.getHeader(CorrelationIds.CORRELATION_HEADER),
            request.getHeader(CorrelationIds.REQUEST_HEADER));
    request.setAttribute(IDS, ids);
    request.setAttribute(Correlation.CORRELATION_KEY, ids.correlationId());
    request.setAttribute(Correlation.REQUEST_KEY, ids.requestId());
    return ids;
  }
}
