package dev.tocsin.sdk.outbox;

/// Where the alert keys of an outbox go: `automation.outbox.events-lost` when no store took an
/// event (raised for each), `automation.outbox.recovery-active` when a buffer holds events (raised
/// once, cleared when it is empty).
public interface OutboxAlerts {

  /// @param text what happened, fit for an operator, without payloads
  void raise(String key, String text);

  void clear(String key);
}
