package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.security.Access;
import dev.tocsin.sdk.security.SecurityAudit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// Counts each page of the administrative paths that a user reads as one record. An application
/// that knows better calls [SecurityAudit#observe] itself.
final class AdminReads implements HandlerInterceptor {

  private static final int FIRST_ERROR = 400;

  private final SecurityAudit audit;
  private final RequestOrigins origins;
  private final List<PathPattern> paths;

  /// @param paths of the administrative area, as patterns
  AdminReads(SecurityAudit audit, RequestOrigins origins, List<String> paths) {
    this.audit = audit;
    this.origins = origins;
    this.paths = paths.stream().map(PathPatternParser.defaultInstance::parse).toList();
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object endpoint,
      @Nullable Exception failure) {
    Principal user = request.getUserPrincipal();
    // Patterns are looked at last: most requests of most applications have no user.
    if (user != null
        && request.getMethod().equals("GET")
        && response.getStatus() < FIRST_ERROR
        && isAdministrative(request)) {
      String path = request.getRequestURI();
      audit.observe(Access.read(user.getName(), origins.of(request), path, 1));
    }
  }

  private boolean isAdministrative(HttpServletRequest request) {
    PathContainer path =
        ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
    for (PathPattern pattern : paths) {
      if (pattern.matches(path)) {
        return true;
      }
    }
    return false;
  }
}
