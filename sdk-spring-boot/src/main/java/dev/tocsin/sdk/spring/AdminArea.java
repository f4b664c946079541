package dev.tocsin.sdk.spring;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// Which paths and rules are administrative, by the settings.
final class AdminArea {

  private static final String ROLE_PREFIX = "ROLE_";

  private final List<PathPattern> paths;
  private final List<String> authorities;

  AdminArea(TocsinSecurityProperties.Admin settings) {
    PathPatternParser parser = new PathPatternParser();
    this.paths = settings.paths().stream().map(parser::parse).toList();
    this.authorities = settings.authorities();
  }

  boolean covers(HttpServletRequest request) {
    PathContainer path =
        PathContainer.parsePath(
            request.getRequestURI().substring(request.getContextPath().length()));
    return paths.stream().anyMatch(pattern -> pattern.matches(path));
  }

  boolean hasAuthority(String authority) {
    return authorities.contains(authority);
  }

  /// Whether a rule that refused speaks of an administrative role: `hasRole('ADMIN')`.
  boolean isMeantBy(String rule) {
    String text = rule.toUpperCase(Locale.ROOT);
    return authorities.stream()
        .map(name -> name.startsWith(ROLE_PREFIX) ? name.substring(ROLE_PREFIX.length()) : name)
        .anyMatch(name -> text.contains(name.toUpperCase(Locale.ROOT)));
  }
}
