package dev.tocsin.server.http;

/// Hears of every answered request, once.
@FunctionalInterface
public interface HttpObserver {
  /// @param route the route's path template, or `unmatched`
  void answered(String method, String route, int status, long durationNanos);
}
