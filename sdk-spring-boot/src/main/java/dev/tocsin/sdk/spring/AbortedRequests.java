package dev.tocsin.sdk.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.DisconnectedClientHelper;

/// Marks requests whose client went away. Spring MVC swallows that failure, so the filter around it
/// would take the request for a success. Resolves nothing itself.
final class AbortedRequests implements HandlerExceptionResolver, Ordered {

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
    if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
      ServedRequest served = ServedRequest.find(request);
      if (served != null) {
        served.aborted = true;
      }
    }
    return null;
  }
}
