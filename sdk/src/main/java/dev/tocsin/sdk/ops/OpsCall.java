package dev.tocsin.sdk.ops;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A request to the ops surface as an HTTP server received it.
///
/// @param path the path within the application as it was sent, still percent-encoded
/// @param query the part behind the question mark as it was sent
/// @param headers gives the first value of a header whose name is told in any case
/// @param remoteAddress the numeric address of the peer; without one nobody is admitted by network
/// @param body read only when an endpoint takes it, and not beyond its limit
public record OpsCall(
    String method,
    String path,
    @Nullable String query,
    Function<String, @Nullable String> headers,
    @Nullable String remoteAddress,
    InputStream body) {

  /// A `GET` with the two headers that the probe and scrape paths look at.
  public static OpsCall get(String path, @Nullable String accept, @Nullable String authorization) {
    return new OpsCall(
        "GET",
        path,
        null,
        name ->
            switch (name) {
              case "Accept" -> accept;
              case "Authorization" -> authorization;
              default -> null;
            },
        null,
        new ByteArrayInputStream(new byte[0]));
  }

  @Nullable String header(String name) {
    return headers.apply(name);
  }

  /// `HEAD` asks for what `GET` would answer.
  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /// The peer's address, unless it only passes on what somebody else asked: behind a proxy the
  /// address says nothing about who that is.
  @Nullable String directAddress() {
    boolean forwarded = header("X-Forwarded-For") != null || header("Forwarded") != null;
    return forwarded ? null : remoteAddress;
  }
}
