package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Gives each request its ids: as request attributes, in the log context and as headers of the
/// answer. [RequestFilter] puts the former log context back.
final class CorrelationStep implements RequestStep {

  @Override
  public void begin(ServedRequest served) {
    HttpServletRequest request = served.request();
    CorrelationIds ids =
        CorrelationIds.fromHeaders(
            request.getHeader(CorrelationIds.CORRELATION_HEADER),
            request.getHeader(CorrelationIds.REQUEST_HEADER));
    served.ids = ids;
    request.setAttribute(Correlation.CORRELATION_KEY, ids.correlationId());
    request.setAttribute(Correlation.REQUEST_KEY, ids.requestId());
  }

  @Override
  public @Nullable Visit enter(
      ServedRequest served, HttpServletRequest request, HttpServletResponse response) {
    CorrelationIds ids = served.ids;
    if (ids != null) {
      response.setHeader(CorrelationIds.CORRELATION_HEADER, ids.correlationId());
      response.setHeader(CorrelationIds.REQUEST_HEADER, ids.requestId());
      MDC.put(Correlation.CORRELATION_KEY, ids.correlationId());
      MDC.put(Correlation.REQUEST_KEY, ids.requestId());
    }
    return null;
  }
}
