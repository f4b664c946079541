package dev.tocsin.sdk.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/// What one feature does around each request. [RequestFilter] runs the steps of all features, in
/// the order of their beans; what a step has to remember of a request stands in the
/// [ServedRequest].
interface RequestStep {

  int IDS = 100;
  int TRACE = 200;
  int METRICS = 300;
  int SEGMENTS = 400;
  int ACCESS_LOG = 500;
  int SERVER_TIMING = 600;
  int FAILURES = 700;

  /// The request is here; once for each.
  default void begin(ServedRequest served) {}

  /// A thread begins to serve it: with its arrival, and again for each asynchronous dispatch and
  /// each page of an error, for which the container has cleared the headers of the answer.
  ///
  /// @return what is to be undone when that thread is done with the request
  default @Nullable Visit enter(
      ServedRequest served, HttpServletRequest request, HttpServletResponse response) {
    return null;
  }

  /// Both visits in one: the later one is left first.
  static @Nullable Visit both(@Nullable Visit outer, @Nullable Visit inner) {
    if (outer == null || inner == null) {
      return outer == null ? inner : outer;
    }
    return () -> {
      inner.leave();
      outer.leave();
    };
  }

  /// It is answered, or has failed for good; once for each, on whichever thread that happens, in
  /// the reverse order of the steps.
  ///
  /// @param failure what it failed of, as far as that is known
  default void end(ServedRequest served, int status, @Nullable Throwable failure) {}

  /// The time that a thread spends on a request.
  @FunctionalInterface
  interface Visit {
    void leave();
  }
}
