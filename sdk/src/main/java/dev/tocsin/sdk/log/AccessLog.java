package dev.tocsin.sdk.log;

import dev.tocsin.sdk.redact.Redactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// One line for each request: method, route, URL, status and duration. The level follows the
/// status: error for 5xx, warning for 4xx, else info. Paths of probes and scrapes have no line.
public final class AccessLog {

  /// Name of the logger that the lines come from.
  public static final String LOGGER = "dev.tocsin.access";

  /// Paths without a line; a trailing `*` stands for any ending.
  public static final List<String> DEFAULT_IGNORED =
      List.of("/health", "/health/*", "/healthz", "/readyz", "/metrics");

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
  private static final int MAX_URL_LENGTH = 2048;

  private final Set<String> exact = new HashSet<>();
  private final List<String> prefixes = new ArrayList<>();
  private final Redactor redactor;

  public AccessLog(List<String> ignored, Redactor redactor) {
    for (String pattern : ignored) {
      if (pattern.endsWith("*")) {
        prefixes.add(pattern.substring(0, pattern.length() - 1));
      } else {
        exact.add(pattern);
      }
    }
    this.redactor = redactor.withMaxLength(MAX_URL_LENGTH);
  }

  public boolean ignores(String path) {
    return exact.contains(path) || startsWithAny(path);
  }

  private boolean startsWithAny(String path) {
    for (String prefix : prefixes) {
      if (path.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /// The URL as it may be logged.
  public String url(String path, @Nullable String query) {
    return redactor.query(query == null ? path : path + "?" + query);
  }

  /// @param method of HTTP
  /// @param url path and query string, already redacted by [#url]
  /// @param route template of the route, or the URL where there is none
  /// @param duration from the first byte in to the last byte out
  public record Entry(String method, String url, String route, int status, Duration duration) {}

  public void write(Entry entry) {
    LoggingEventBuilder line = LOG.atLevel(level(entry.status()));
    line.addKeyValue("method", entry.method())
        .addKeyValue("route", entry.route())
        .addKeyValue("url", entry.url())
        .addKeyValue("status", entry.status())
        .addKeyValue("duration", millis(entry.duration()))
        .log(entry.method() + " " + entry.route() + " " + entry.status());
  }

  static Level level(int status) {
    if (status >= 500) {
      return Level.ERROR;
    }
    return status >= 400 ? Level.WARN : Level.INFO;
  }

  /// Milliseconds with three places.
  private static double millis(Duration duration) {
    long micros = duration.toNanos() / 1000;
    return micros / 1000.0;
  }
}
