package dev.tocsin.sdk.error;

import org.jspecify.annotations.Nullable;

/// A failure that nobody handled.
///
/// @param source what failed, for the log: the name of a thread, task or job; for a request its
///   method and route
/// @param request absent unless the origin is a request
public record Failure(
    Throwable cause,
    FailureOrigin origin,
    String source,
    FailureContext context,
    @Nullable FailedRequest request) {

  /// A failure outside of requests, in the log context of this thread.
  public static Failure of(Throwable cause, FailureOrigin origin, String source) {
    return new Failure(cause, origin, source, FailureContext.current(), null);
  }

  public static Failure of(Throwable cause, FailedRequest request, FailureContext context) {
    return new Failure(cause, FailureOrigin.REQUEST, request.toString(), context, request);
  }
}
