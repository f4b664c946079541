package dev.tocsin.sdk.spring;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/// Notes the template of the route as soon as it is known. The page of an error is no route.
final class LogRouteInterceptor implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      note(request);
    }
    return true;
  }

  /// Also for handlers of our own, which no interceptor sees.
  static void note(HttpServletRequest request) {
    LoggedRequest logged = ServedRequest.logged(request);
    String template = logged == null ? null : Routes.ofHandler(request);
    if (logged != null && template != null) {
      logged.route(template);
    }
  }
}
