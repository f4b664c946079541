package dev.tocsin.sdk.lifecycle;

/// Where the alert keys of stuck work go. Each episode is raised once and cleared once. A call that
/// throws is repeated at the next look.
public interface StuckWorkAlerts {

  void raise(StuckWork work);

  void clear(StuckWork work);

  /// Lines in the log, for an application without fallbacks.
  static StuckWorkAlerts logged() {
    return new LoggedStuckWork();
  }
}
