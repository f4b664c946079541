package dev.tocsin.marketplace.fault;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Fails one in five shop requests while the switch `http-500` is on.
///
/// It sits behind route matching, so that metrics name the route that failed. Operations paths stay
/// well: a fault must not hide itself from those who heal it.
@Configuration(proxyBeanMethods = false)
class FailingRequests implements WebMvcConfigurer, HandlerInterceptor {
  private static final int ONE_IN = 5;
  private static final List<String> SPARED =
      List.of(
          "/admin/**",
          "/health/**",
          "/health",
          "/healthz",
          "/readyz",
          "/metrics",
          "/ops/**",
          "/webhooks/**",
          "/assets/**",
          "/error");

  private final Switchboard switchboard;
  private final AtomicLong requests = new AtomicLong();

  FailingRequests(Switchboard switchboard) {
    this.switchboard = switchboard;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).excludePathPatterns(SPARED);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (switchboard.isOn(Switch.HTTP_500) && requests.getAndIncrement() % ONE_IN == 0) {
      throw new IllegalStateException("the switch 'http-500' is on; heal it at /admin/switches");
    }
    return true;
  }
}
