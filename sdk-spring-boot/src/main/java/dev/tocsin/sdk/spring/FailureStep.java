package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.error.FailedRequest;
import dev.tocsin.sdk.error.Failure;
import dev.tocsin.sdk.error.FailureContext;
import dev.tocsin.sdk.error.FailureReporter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/// Reports a request that failed with a status of 500 or more, and lets its answer through as it
/// is. A client that went away has another status.
final class FailureStep implements RequestStep {

  private final FailureReporter reporter;

  FailureStep(FailureReporter reporter) {
    this.reporter = reporter;
  }

  @Override
  public void end(ServedRequest served, int status, @Nullable Throwable failure) {
    if (failure != null && status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
      report(served, failure);
    }
  }

  private void report(ServedRequest served, Throwable failure) {
    Throwable cause = failure.getCause();
    Throwable root = failure instanceof ServletException && cause != null ? cause : failure;
    HttpServletRequest request = served.request();
    String route = served.route(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    FailureContext context = FailureContext.current().withUser(FailedRequests.userOf(served));
    FailedRequest failed = new FailedRequest(request.getMethod(), route, KeptBody.in(request));
    reporter.report(Failure.of(root, failed, context));
  }
}
