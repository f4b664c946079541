package dev.tocsin.sdk.fallback;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// The keys and their state. Events are handed over under the lock, so that listeners hear them in
/// the order in which they happened; handing over must not block.
final class FallbackTable {

  private final FallbackOptions options;
  private final BiPredicate<FallbackStatus, Instant> pages;
  private final Consumer<FallbackEvent> events;
  private final Map<String, FallbackEntry> entries = new LinkedHashMap<>();

  /// @param pages whether a person has to be called for an active key
  FallbackTable(
      FallbackOptions options,
      BiPredicate<FallbackStatus, Instant> pages,
      Consumer<FallbackEvent> events) {
    this.options = options;
    this.pages = pages;
    this.events = events;
  }

  /// False when there is no room for a new key.
  synchronized boolean raise(FallbackNotification notification, Term term, Instant now) {
    FallbackEntry known = entries.get(notification.key());
    if (known == null) {
      if (entries.size() >= options.keyLimit() && !makeRoom(now)) {
        return false;
      }
      known = new FallbackEntry(notification, term, now);
      entries.put(notification.key(), known);
      tell(FallbackEvent.Kind.RAISED, known, now);
    } else {
      raiseAgain(known, notification, term, now);
    }
    return true;
  }

  private void raiseAgain(
      FallbackEntry known, FallbackNotification notification, Term term, Instant now) {
    closeIfQuiet(known, now);
    known.keep(term);
    known.raise(notification, now, options.dedupWindow()).ifPresent(kind -> tell(kind, known, now));
  }

  private void tell(FallbackEvent.Kind kind, FallbackEntry entry, Instant now) {
    if (entry.status().active() && (entry.calls() || pages.test(entry.status(), now))) {
      entry.markPaging();
    }
    events.accept(new FallbackEvent(kind, entry.status(), entry.paging()));
  }

  synchronized void resolve(String key, Instant now) {
    FallbackEntry known = entries.get(key);
    if (known != null && known.resolve(now)) {
      tell(FallbackEvent.Kind.RESOLVED, known, now);
    }
  }

  /// Resolves what nobody has raised for long, and tells of what lasts so long that a person has to
  /// be called.
  synchronized void sweep(Instant now) {
    for (FallbackEntry entry : entries.values()) {
      closeIfQuiet(entry, now);
      boolean mayCall = entry.status().active() && !entry.paging();
      if (mayCall && pages.test(entry.status(), now)) {
        tell(FallbackEvent.Kind.RAISED, entry, now);
      }
    }
  }

  /// Runs `join` and tells the newcomer of what is active, with nothing happening in between.
  synchronized void welcome(Runnable join, Consumer<FallbackEvent> newcomer) {
    join.run();
    for (FallbackEntry entry : entries.values()) {
      if (entry.status().active()) {
        newcomer.accept(
            new FallbackEvent(FallbackEvent.Kind.RAISED, entry.status(), entry.paging()));
      }
    }
  }

  synchronized List<FallbackStatus> all(Instant now) {
    sweep(now);
    List<FallbackStatus> all = new ArrayList<>();
    entries.values().forEach(entry -> all.add(entry.status()));
    return all;
  }

  synchronized boolean isActive(String key, Instant now) {
    FallbackEntry known = entries.get(key);
    return known != null && known.status().active() && !known.isQuiet(now, options.quietAfter());
  }

  private void closeIfQuiet(FallbackEntry entry, Instant now) {
    if (entry.isQuiet(now, options.quietAfter()) && entry.resolve(now)) {
      tell(FallbackEvent.Kind.RESOLVED, entry, now);
    }
  }

  private boolean makeRoom(Instant now) {
    sweep(now);
    Optional<String> resolved =
        entries.values().stream()
            .map(FallbackEntry::status)
            .filter(status -> !status.active())
            .map(FallbackStatus::key)
            .findFirst();
    resolved.ifPresent(entries::remove);
    return resolved.isPresent();
  }
}
