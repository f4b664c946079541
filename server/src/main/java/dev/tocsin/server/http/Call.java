package dev.tocsin.server.http;

/// Answers the requests of one route. May block; each request has its own virtual thread.
@FunctionalInterface
public interface Call {
  /// @throws HttpFailure to answer with a problem
  Reply answer(Request request);
}
