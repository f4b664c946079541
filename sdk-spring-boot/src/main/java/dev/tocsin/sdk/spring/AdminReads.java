package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.security.Access;
import dev.tocsin.sdk.security.SecurityAudit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;

/// Counts each page of the administrative paths that a user reads as one record. An application
/// that knows better calls [SecurityAudit#observe] itself.
final class AdminReads implements HandlerInterceptor {

  private static final int FIRST_ERROR = 400;

  private final SecurityAudit audit;
  private final RequestOrigins origins;

  AdminReads(SecurityAudit audit, RequestOrigins origins) {
    this.audit = audit;
    this.origins = origins;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object endpoint,
      @Nullable Exception failure) {
    Principal user = request.getUserPrincipal();
    if (user != null && request.getMethod().equals("GET") && response.getStatus() < FIRST_ERROR) {
      String path = request.getRequestURI();
      audit.observe(Access.read(user.getName(), origins.of(request), path, 1));
    }
  }
}
