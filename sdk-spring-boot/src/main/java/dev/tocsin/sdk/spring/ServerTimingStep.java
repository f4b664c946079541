package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.CorrelationIds;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// Tells the correlation id of a page to the page's own scripts, which can read the `Server-Timing`
/// header of their page and no other.
final class ServerTimingStep implements RequestStep {

  @Override
  public @Nullable Visit enter(
      ServedRequest served, HttpServletRequest request, HttpServletResponse response) {
    CorrelationIds ids = served.ids;
    if (ids != null && request.getDispatcherType() == DispatcherType.REQUEST) {
      String accept = request.getHeader(HttpHeaders.ACCEPT);
      if (accept != null && accept.contains("text/html")) {
        response.addHeader("Server-Timing", "correlation;desc=\"" + ids.correlationId() + "\"");
      }
    }
    return null;
  }
}
