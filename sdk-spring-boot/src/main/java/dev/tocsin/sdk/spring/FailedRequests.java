package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.error.FailureContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/// Remembers what a request failed of and who asked, before a handler turns the failure into an
/// answer and before the filters of security step back. Resolves nothing itself.
final class FailedRequests implements HandlerExceptionResolver, Ordered {

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception failure) {
    ServedRequest served = ServedRequest.find(request);
    if (served != null) {
      served.failure = failure;
      served.failedUser = user(request);
    }
    return null;
  }

  static @Nullable String userOf(ServedRequest served) {
    String known = served.failedUser;
    return known == null ? user(served.request()) : known;
  }

  private static @Nullable String user(HttpServletRequest request) {
    String logged = MDC.get(FailureContext.USER_KEY);
    if (logged != null) {
      return logged;
    }
    Principal principal = request.getUserPrincipal();
    return principal == null ? null : principal.getName();
  }
}
