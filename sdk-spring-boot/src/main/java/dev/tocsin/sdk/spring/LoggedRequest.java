package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.LogContext;
import dev.tocsin.sdk.log.AccessLog;
import dev.tocsin.sdk.log.Request;
import dev.tocsin.sdk.metrics.HttpMetrics;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// What is known of a request until its access line is written. It hangs on the request as an
/// attribute, because filters, interceptors and listeners each know a part of it.
final class LoggedRequest {

  private static final String ATTRIBUTE = LoggedRequest.class.getName();
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private final AccessLog log;
  private final @Nullable Request lines;
  private final String method;
  private final String url;
  private final boolean ignored;
  private final long startNanos = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable String route;
  private volatile @Nullable String user;
  private volatile boolean verified;

  LoggedRequest(HttpServletRequest request, AccessLog log, @Nullable Request lines) {
    this.log = log;
    this.lines = lines;
    this.method = request.getMethod();
    this.url = log.url(request.getRequestURI(), request.getQueryString());
    this.ignored = log.ignores(request.getRequestURI());
    request.setAttribute(ATTRIBUTE, this);
    int query = url.indexOf('?');
    MDC.put(LogContext.ROUTE_KEY, query < 0 ? url : url.substring(0, query));
  }

  static Optional<LoggedRequest> of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof LoggedRequest known
        ? Optional.of(known)
        : Optional.empty();
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

  /// Writes the line, once, on whichever thread the request ends.
  void end(int status) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    String known = route;
    if (known == null && lines != null) {
      lines.decide(HttpMetrics.UNMATCHED);
    }
    if (!ignored && !isLeftOut(status)) {
      write(status, known == null ? url : known);
    }
    if (lines != null) {
      lines.close();
    }
  }

  /// Most lines of a frequent route are never written, so they are not made either.
  private boolean isLeftOut(int status) {
    return lines != null && status < SERVER_ERROR && lines.leavesOut();
  }

  private void write(int status, String shownRoute) {
    String named = user;
    boolean refused = status == UNAUTHORIZED || status == FORBIDDEN;
    if (named != null && (verified || !refused)) {
      MDC.put(LogContext.USER_KEY, named);
    } else {
      MDC.remove(LogContext.USER_KEY);
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
    log.write(new AccessLog.Entry(method, url, shownRoute, status, duration));
  }
}
