package dev.tocsin.server.probe;

/// Hears of a service whose status has changed, once the change is stored.
@FunctionalInterface
public interface StatusListener {
  void statusChanged(StatusChange change);
}
