package dev.tocsin.sdk.spring;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Notes the template of the route as soon as it is known. The page of an error is no route.
final class LogRouteInterceptor implements HandlerInterceptor {

  private static final String CATCH_ALL = "/**";

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    boolean first = request.getDispatcherType() == DispatcherType.REQUEST;
    if (first && pattern != null && !pattern.toString().endsWith(CATCH_ALL)) {
      LoggedRequest.of(request).ifPresent(logged -> logged.route(pattern.toString()));
    }
    return true;
  }
}
