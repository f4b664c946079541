package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.error.FailedRequest;
import dev.tocsin.sdk.error.Failure;
import dev.tocsin.sdk.error.FailureContext;
import dev.tocsin.sdk.error.FailureReporter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingRequestWrapper;
import org.springframework.web.util.DisconnectedClientHelper;
import org.springframework.web.util.WebUtils;

/// Reports a request that failed with a status of 500 or more, and lets its answer through as it
/// is. The body is kept only when somebody is told of it.
final class FailureFilter extends OncePerRequestFilter {

  private final FailureReporter reporter;
  private final int keptBody;

  /// @param keptBody bytes of a body that are kept for the report; 0 keeps none
  FailureFilter(FailureReporter reporter, int keptBody) {
    this.reporter = reporter;
    this.keptBody = keptBody;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpServletRequest kept = keepsBody(request) ? keeping(request) : request;
    try {
      chain.doFilter(kept, response);
    } catch (ServletException | IOException | RuntimeException | Error e) {
      report(kept, e);
      throw e;
    }
    Throwable failure = FailedRequests.failureOf(request);
    if (failure != null && response.getStatus() >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
      report(kept, failure);
    }
  }

  /// An asynchronous request fails in its second dispatch.
  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  private void report(HttpServletRequest request, Throwable failure) {
    if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
      return;
    }
    Throwable cause = failure.getCause();
    Throwable root = failure instanceof ServletException && cause != null ? cause : failure;
    String route = HttpMetricsFilter.route(request, HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    FailureContext context = FailureContext.current().withUser(FailedRequests.userOf(request));
    reporter.report(
        Failure.of(root, new FailedRequest(request.getMethod(), route, body(request)), context));
  }

  private boolean keepsBody(HttpServletRequest request) {
    String type = request.getContentType();
    return keptBody > 0 && type != null && isText(type.toLowerCase(Locale.ROOT));
  }

  private static boolean isText(String type) {
    return type.contains("json")
        || type.contains("xml")
        || type.startsWith("text/")
        || type.startsWith("application/x-www-form-urlencoded");
  }

  private HttpServletRequest keeping(HttpServletRequest request) {
    return request instanceof ContentCachingRequestWrapper
        ? request
        : new ContentCachingRequestWrapper(request, keptBody);
  }

  private static @Nullable String body(HttpServletRequest request) {
    ContentCachingRequestWrapper kept =
        WebUtils.getNativeRequest(request, ContentCachingRequestWrapper.class);
    return kept == null ? null : kept.getContentAsString();
  }
}
