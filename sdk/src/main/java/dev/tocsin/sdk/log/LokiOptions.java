package dev.tocsin.sdk.log;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// @param url base address of Loki, or the full address of its push endpoint
/// @param labels of the stream; few and with few values, everything else belongs into the line
/// @param bearerToken what the endpoint asks for; credentials in the URL are sent as basic ones
/// @param maxBuffered lines that wait at most; further ones are dropped and counted
/// @param timeout of one request
public record LokiOptions(
    URI url,
    Map<String, String> labels,
    @Nullable String bearerToken,
    int maxBuffered,
    Duration timeout) {

  public static final int DEFAULT_MAX_BUFFERED = 10_000;
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
  private static final String PUSH_PATH = "/loki/api/v1/push";

  public LokiOptions {
    if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException(
          "LOKI_URL must be an address such as http://loki:3100, with http or https.");
    }
    if (maxBuffered < 1) {
      throw new IllegalArgumentException("The buffer for Loki must hold 1 line or more.");
    }
    labels = Map.copyOf(labels);
  }

  URI pushUrl() {
    String base = url.getScheme() + "://" + authority();
    String path = url.getPath() == null ? "" : url.getPath();
    String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return URI.create(base + (prefix.endsWith(PUSH_PATH) ? prefix : prefix + PUSH_PATH));
  }

  private String authority() {
    String authority = url.getAuthority();
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  @Nullable String userInfo() {
    return url.getUserInfo();
  }

  @Override
  public String toString() {
    return "LokiOptions[host=" + url.getHost() + ", labels=" + labels + "]";
  }
}
