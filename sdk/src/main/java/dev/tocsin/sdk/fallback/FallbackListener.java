package dev.tocsin.sdk.fallback;

/// Carries events further: to the server, a log, a queue. It is called on a thread of its own, one
/// event after the other; what it throws is counted and logged.
@FunctionalInterface
public interface FallbackListener {

  void onEvent(FallbackEvent event) throws Exception;
}
