package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.LogContext;
import dev.tocsin.sdk.log.AccessLog;
import dev.tocsin.sdk.log.Request;
import dev.tocsin.sdk.metrics.HttpMetrics;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// What is known of a request until its access line is written.
final class LoggedRequest {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private final AccessLog log;
  private final @Nullable Request lines;
  private final String method;
  private final String path;
  private final @Nullable String query;
  private final boolean ignored;
  private final long startNanos = System.nanoTime();
  private volatile @Nullable String route;
  private volatile @Nullable String user;
  private volatile boolean verified;

  LoggedRequest(HttpServletRequest request, AccessLog log, @Nullable Request lines) {
    this.log = log;
    this.lines = lines;
    this.method = request.getMethod();
    this.path = request.getRequestURI();
    this.query = request.getQueryString();
    this.ignored = log.ignores(path);
    MDC.put(LogContext.ROUTE_KEY, log.url(path, null));
  }

  /// @param checked whether somebody has made sure of it
  void user(String id, boolean checked) {
    user = id;
    verified = checked;
    MDC.put(LogContext.USER_KEY, id);
  }

  void route(String template) {
    route = template;
    MDC.put(LogContext.ROUTE_KEY, template);
    if (lines != null) {
      lines.decide(template);
    }
  }

  /// Writes the line, on whichever thread the request ends.
  void end(int status) {
    String known = route;
    if (known == null && lines != null) {
      lines.decide(HttpMetrics.UNMATCHED);
    }
    if (!ignored && !isLeftOut(status)) {
      write(status, known);
    }
    if (lines != null) {
      lines.close();
    }
  }

  /// Most lines of a frequent route are never written, so they are not made either.
  private boolean isLeftOut(int status) {
    return lines != null && status < SERVER_ERROR && lines.leavesOut();
  }

  private void write(int status, @Nullable String known) {
    String url = log.url(path, query);
    String named = user;
    boolean refused = status == UNAUTHORIZED || status == FORBIDDEN;
    if (named != null && (verified || !refused)) {
      MDC.put(LogContext.USER_KEY, named);
    } else {
      MDC.remove(LogContext.USER_KEY);
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
    log.write(new AccessLog.Entry(method, url, known == null ? url : known, status, duration));
  }
}
