package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.HttpMetrics;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;

/// The template of the route that a request has matched.
final class Routes {

  private static final String CATCH_ALL = "/**";

  private Routes() {}

  static String of(HttpServletRequest request, int status) {
    String template = template(request);
    if (template == null) {
      return HttpMetrics.UNMATCHED;
    }
    // Static resources match every URL, so one that does not exist has matched nothing.
    boolean missedResource =
        status == HttpServletResponse.SC_NOT_FOUND && template.endsWith(CATCH_ALL);
    return missedResource ? HttpMetrics.UNMATCHED : template;
  }

  /// The template of a handler; nothing where only the pattern of static resources matches.
  static @Nullable String ofHandler(HttpServletRequest request) {
    String template = template(request);
    return template == null || template.endsWith(CATCH_ALL) ? null : template;
  }

  private static @Nullable String template(HttpServletRequest request) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return pattern == null ? null : pattern.toString();
  }
}
