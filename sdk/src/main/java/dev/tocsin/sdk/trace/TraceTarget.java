package dev.tocsin.sdk.trace;

import java.net.URI;
import java.util.Map;

/// Where spans are sent by OTLP over HTTP.
///
/// @param endpoint `http://tempo:4318`; the path `/v1/traces` is added unless it is there
/// @param headers further headers, for example for authorisation
public record TraceTarget(URI endpoint, Map<String, String> headers) {

  private static final String TRACES_PATH = "/v1/traces";

  public TraceTarget {
    String scheme = endpoint.getScheme();
    boolean http = "http".equals(scheme) || "https".equals(scheme);
    if (!http || endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "The endpoint for traces must be like http://tempo:4318 but is '" + endpoint + "'.");
    }
    headers = Map.copyOf(headers);
  }

  String url() {
    String base = endpoint.toString();
    String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return trimmed.endsWith(TRACES_PATH) ? trimmed : trimmed + TRACES_PATH;
  }

  /// Without the values of the headers, which may be secret.
  @Override
  public String toString() {
    return "TraceTarget[endpoint=" + endpoint + ", headers=" + headers.keySet() + "]";
  }
}
