package dev.tocsin.sdk.fallback;

/// What a [FallbackListener] hears.
public record FallbackEvent(Kind kind, FallbackStatus status) {

  /// Why the listener hears of it now.
  public enum Kind {
    /// It began, or it got worse.
    RAISED,
    /// It still lasts, a dedup window after the last event.
    REPEATED,
    /// It is over.
    RESOLVED
  }
}
