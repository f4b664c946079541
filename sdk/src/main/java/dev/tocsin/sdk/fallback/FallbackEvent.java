package dev.tocsin.sdk.fallback;

/// What a [FallbackListener] hears.
///
/// @param paging whether a person has to be called: it is critical, or beyond the thresholds of its
///   mode; the end of a key that called a person says so too
public record FallbackEvent(Kind kind, FallbackStatus status, boolean paging) {

  /// Why the listener hears of it now.
  public enum Kind {
    /// It began, or it got worse: a higher severity, or it calls a person from now on.
    RAISED,
    /// It still lasts, a dedup window after the last event.
    REPEATED,
    /// It is over.
    RESOLVED
  }
}
