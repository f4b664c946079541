package dev.tocsin.sdk.spring;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// Paths that are served by one handler of ours, before those of the application. Every request of
/// the application passes here, so a path that is not ours costs a look-up; the routes of a router
/// function are tried one by one, on objects that are made for each request.
final class OwnRoutes extends AbstractHandlerMapping {

  /// Where router functions stand.
  private static final int ORDER = -1;

  private final HttpRequestHandler handler;
  private final Map<String, PathPattern> exact = new HashMap<>();
  private final List<PathPattern> templates = new ArrayList<>();
  private final List<String> beginnings = new ArrayList<>();

  /// @param paths with templates in braces: `/ops/work/{lifecycle}`
  OwnRoutes(List<String> paths, HttpRequestHandler handler) {
    this.handler = handler;
    setOrder(ORDER);
    for (String path : paths) {
      PathPattern pattern = PathPatternParser.defaultInstance.parse(path);
      int brace = path.indexOf('{');
      if (brace < 0) {
        exact.put(path, pattern);
      } else {
        templates.add(pattern);
        beginnings.add(path.substring(0, brace));
      }
    }
  }

  @Override
  protected @Nullable Object getHandlerInternal(HttpServletRequest request) {
    PathContainer path =
        ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
    PathPattern pattern = pattern(path);
    if (pattern == null) {
      return null;
    }
    request.setAttribute(BEST_MATCHING_PATTERN_ATTRIBUTE, pattern.getPatternString());
    LogRouteInterceptor.note(request);
    return handler;
  }

  private @Nullable PathPattern pattern(PathContainer path) {
    PathPattern known = exact.get(path.value());
    if (known != null) {
      return known;
    }
    for (int i = 0; i < beginnings.size(); i++) {
      if (path.value().startsWith(beginnings.get(i)) && templates.get(i).matches(path)) {
        return templates.get(i);
      }
    }
    return null;
  }
}
