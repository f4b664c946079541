package dev.tocsin.sdk.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the provider sent. The body is the bytes as they came: a signature covers nothing else.
public final class WebhookRequest {

  private final Map<String, String> headers;
  private final byte[] body;

  /// @param headers by name, in any case; of repeated ones the first
  public WebhookRequest(Map<String, String> headers, byte[] body) {
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.headers.putAll(headers);
    this.body = body.clone();
  }

  public @Nullable String header(String name) {
    return headers.get(name);
  }

  public byte[] body() {
    return body.clone();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  int sizeBytes() {
    return body.length;
  }

  @Override
  public String toString() {
    return "WebhookRequest[" + body.length + " bytes]";
  }
}
