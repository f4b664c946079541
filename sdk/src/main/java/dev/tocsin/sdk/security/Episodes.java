package dev.tocsin.sdk.security;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The attacks that go on. One that is noticed again is extended; one that was quiet for the window
/// has ended. Beyond the limit all further subjects of a reason share one episode, so an attacker
/// with many subjects causes one more alert and not thousands.
final class Episodes {

  static final int MAX_OPEN = 500;
  static final String OTHERS = "other";

  private final Duration window;
  private final Map<Key, Open> open = new LinkedHashMap<>();

  Episodes(Duration window) {
    this.window = window;
  }

  /// @return the episode when it begins with this
  synchronized Optional<SecurityEpisode> note(SecurityEventType type, Finding finding, Instant at) {
    Key wanted = Key.of(type, finding.reason(), finding.subject());
    boolean isFull = open.size() >= MAX_OPEN && !open.containsKey(wanted);
    Key key = isFull ? Key.of(type, finding.reason(), OTHERS) : wanted;
    Open known = open.get(key);
    if (known != null) {
      known.last = at;
      known.events++;
      return Optional.empty();
    }
    Open fresh = new Open(finding.reason(), at);
    open.put(key, fresh);
    return Optional.of(episode(key, fresh, null));
  }

  synchronized List<SecurityEpisode> endQuiet(Instant now) {
    List<SecurityEpisode> ended = new ArrayList<>();
    Iterator<Map.Entry<Key, Open>> entries = open.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Key, Open> entry = entries.next();
      if (!entry.getValue().last.plus(window).isAfter(now)) {
        ended.add(episode(entry.getKey(), entry.getValue(), now));
        entries.remove();
      }
    }
    return ended;
  }

  synchronized boolean isOpen(SecurityEventType type, String reason, String subject) {
    return open.containsKey(Key.of(type, reason, subject));
  }

  synchronized List<SecurityEpisode> open() {
    List<SecurityEpisode> all = new ArrayList<>();
    open.forEach((key, value) -> all.add(episode(key, value, null)));
    return all;
  }

  synchronized long count(SecurityEventType type) {
    return open.keySet().stream().filter(key -> key.type() == type).count();
  }

  private static SecurityEpisode episode(Key key, Open open, @Nullable Instant ended) {
    return new SecurityEpisode(
        key.type(), open.reason, key.subject(), open.began, ended, open.events);
  }

  /// Brute force on one subject is one attack, whichever of its rules notices it.
  private record Key(SecurityEventType type, String group, String subject) {

    static Key of(SecurityEventType type, String reason, String subject) {
      return new Key(type, type == SecurityEventType.BRUTE_FORCE ? "" : reason, subject);
    }
  }

  private static final class Open {
    private final String reason;
    private final Instant began;
    private Instant last;
    private long events = 1;

    Open(String reason, Instant began) {
      this.reason = reason;
      this.began = began;
      this.last = began;
    }
  }
}
