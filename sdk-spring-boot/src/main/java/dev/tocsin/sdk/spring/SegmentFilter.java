package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.ActiveRequest;
import dev.tocsin.sdk.segment.RequestSegments;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Attaches the segments of a request to its recording, which tells them how it ended.
final class SegmentFilter extends OncePerRequestFilter {

  private final RequestSegments segments;

  SegmentFilter(RequestSegments segments) {
    this.segments = segments;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getAttribute(HttpMetricsFilter.ACTIVE) instanceof ActiveRequest active) {
      active.whenFinished(segments.begin(request::getHeader));
    }
    chain.doFilter(request, response);
  }
}
