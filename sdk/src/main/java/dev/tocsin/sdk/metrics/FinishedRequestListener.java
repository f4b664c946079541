package dev.tocsin.sdk.metrics;

/// Hears of the end of one request, once.
public interface FinishedRequestListener {

  /// @param route the template of the route, or [HttpMetrics#UNMATCHED]
  void finished(String route, int statusCode);
}
