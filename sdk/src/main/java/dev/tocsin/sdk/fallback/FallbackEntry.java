package dev.tocsin.sdk.fallback;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One key's memory. Guarded by the lock of [FallbackTable].
final class FallbackEntry {

  private FallbackStatus status;
  private Instant toldAt;
  private Term term;
  private boolean paging;

  FallbackEntry(FallbackNotification first, Term term, Instant now) {
    this.term = term;
    status = new FallbackStatus(first, now, now, 1, null);
    toldAt = now;
  }

  FallbackStatus status() {
    return status;
  }

  /// Counts the notification, and says what listeners should hear of it.
  Optional<FallbackEvent.Kind> raise(FallbackNotification next, Instant now, Duration dedup) {
    FallbackStatus before = status;
    if (!before.active()) {
      status = new FallbackStatus(next, now, now, 1, null);
      paging = false;
      return tell(FallbackEvent.Kind.RAISED, now);
    }
    status = new FallbackStatus(next, before.firstSeen(), now, before.count() + 1, null);
    if (next.severity().compareTo(before.latest().severity()) > 0) {
      return tell(FallbackEvent.Kind.RAISED, now);
    }
    boolean windowOver = !now.isBefore(toldAt.plus(dedup));
    return windowOver ? tell(FallbackEvent.Kind.REPEATED, now) : Optional.empty();
  }

  /// The longer term counts, until it is over.
  void keep(Term other) {
    if (!status.active() || other.compareTo(term) > 0) {
      term = other;
    }
  }

  /// Whether a person is called for it, whatever its severity.
  boolean calls() {
    return term == Term.CALLING;
  }

  /// Whether a person was called for it since it began.
  boolean paging() {
    return paging;
  }

  void markPaging() {
    paging = true;
  }

  /// Whether it was active and is resolved now.
  boolean resolve(Instant now) {
    if (!status.active()) {
      return false;
    }
    status =
        new FallbackStatus(
            status.latest(), status.firstSeen(), status.lastSeen(), status.count(), now);
    return true;
  }

  boolean isQuiet(Instant now, Duration quietAfter) {
    return term == Term.WHILE_RAISED
        && status.active()
        && !now.isBefore(status.lastSeen().plus(quietAfter));
  }

  private Optional<FallbackEvent.Kind> tell(FallbackEvent.Kind kind, Instant now) {
    toldAt = now;
    return Optional.of(kind);
  }
}
