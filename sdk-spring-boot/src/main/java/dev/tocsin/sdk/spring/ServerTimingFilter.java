package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.Correlation;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Tells the correlation id of a page to the page's own scripts, which can read the `Server-Timing`
/// header of their page and no other.
final class ServerTimingFilter extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept != null && accept.contains("text/html")) {
      Correlation.current()
          .ifPresent(
              ids ->
                  response.addHeader(
                      "Server-Timing", "correlation;desc=\"" + ids.correlationId() + "\""));
    }
    chain.doFilter(request, response);
  }
}
