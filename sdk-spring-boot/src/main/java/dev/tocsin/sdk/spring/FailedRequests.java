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

  private static final String FAILURE = FailedRequests.class.getName() + ".failure";
  private static final String USER = FailedRequests.class.getName() + ".user";

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
    request.setAttribute(FAILURE, failure);
    request.setAttribute(USER, user(request));
    return null;
  }

  static @Nullable Throwable failureOf(HttpServletRequest request) {
    return request.getAttribute(FAILURE) instanceof Throwable failure ? failure : null;
  }

  static @Nullable String userOf(HttpServletRequest request) {
    return request.getAttribute(USER) instanceof String user ? user : user(request);
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
