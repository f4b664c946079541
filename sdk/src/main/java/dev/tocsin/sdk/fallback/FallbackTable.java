package dev.tocsin.sdk.fallback;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The keys and their state. Events are handed over under the lock, so that listeners hear them in
/// the order in which they happened; handing over must not block.
final class FallbackTable {

  private final FallbackOptions options;
  private final Consumer<FallbackEvent> events;
  private final Map<String, FallbackEntry> entries = new LinkedHashMap<>();

  FallbackTable(FallbackOptions options, Consumer<FallbackEvent> events) {
    this.options = options;
    this.events = events;
  }

  /// False when there is no room for a new key.
  synchronized boolean raise(FallbackNotification notification, Instant now) {
    FallbackEntry known = entries.get(notification.key());
    if (known == null) {
      return add(notification, now);
    }
    closeIfQuiet(known, now);
    known
        .raise(notification, now, options.dedupWindow())
        .ifPresent(kind -> events.accept(new FallbackEvent(kind, known.status())));
    return true;
  }

  synchronized void resolve(String key, Instant now) {
    FallbackEntry known = entries.get(key);
    if (known != null && known.resolve(now)) {
      events.accept(new FallbackEvent(FallbackEvent.Kind.RESOLVED, known.status()));
    }
  }

  /// Resolves what nobody has raised for long.
  synchronized void sweep(Instant now) {
    entries.values().forEach(entry -> closeIfQuiet(entry, now));
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
      events.accept(new FallbackEvent(FallbackEvent.Kind.RESOLVED, entry.status()));
    }
  }

  private boolean add(FallbackNotification notification, Instant now) {
    if (entries.size() >= options.keyLimit() && !makeRoom(now)) {
      return false;
    }
    FallbackEntry entry = new FallbackEntry(notification, now);
    entries.put(notification.key(), entry);
    events.accept(new FallbackEvent(FallbackEvent.Kind.RAISED, entry.status()));
    return true;
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
