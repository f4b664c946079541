package dev.tocsin.sdk.error;

import org.jspecify.annotations.Nullable;

/// The request in which a failure came up.
///
/// @param route the template (`/orders/{id}`), never the raw URL
/// @param body as it came, not redacted yet; absent when it was not kept
public record FailedRequest(String method, String route, @Nullable String body) {

  @Override
  public String toString() {
    return method + " " + route;
  }
}
