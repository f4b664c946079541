package dev.tocsin.marketplace.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses changes that a foreign site makes a browser send, and sets the security headers.
///
/// Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`); programs say neither and
/// are let through, because they carry no cookie that somebody else gave them.
@Component
@Order(RequestGuard.ORDER)
class RequestGuard extends OncePerRequestFilter {
  static final int ORDER = 10;
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String CONTENT_POLICY =
      "default-src 'self'; img-src 'self' data:; style-src 'self'; frame-ancestors 'none';"
          + " form-action 'self'; base-uri 'none'";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("Content-Security-Policy", CONTENT_POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    if (!READING.contains(request.getMethod()) && isForeign(request)) {
      response.setStatus(403);
      response.setContentType("text/plain;charset=utf-8");
      response.getWriter().println("Refused: this request was sent by another site.");
      return;
    }
    chain.doFilter(request, response);
  }

  private static boolean isForeign(HttpServletRequest request) {
    var site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    var origin = request.getHeader("Origin");
    return origin != null && !hostOf(origin).equals(request.getHeader("Host"));
  }

  private static @Nullable String authority(String origin) {
    try {
      return URI.create(origin).getAuthority();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static String hostOf(String origin) {
    var authority = authority(origin);
    return authority == null ? "" : authority;
  }
}
