package dev.tocsin.server.event;

import dev.tocsin.server.config.KeyPattern;
import dev.tocsin.server.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which keys call a person, as the governance of the applications says. The first pattern that
/// fits decides; for a key that none fits, the application itself decides.
///
/// @param flags in the order of the file
record PagingFlags(List<Flag> flags) {
  /// Work that stands still and old prices always call somebody.
  private static final List<KeyPattern> ALWAYS =
      List.of(new KeyPattern("crawl.*"), new KeyPattern("i18n.fx-rates.*"));

  private static final int LIMIT = 500;

  record Flag(KeyPattern keys, boolean pages) {}

  PagingFlags {
    flags = List.copyOf(flags);
  }

  static PagingFlags none() {
    return new PagingFlags(List.of());
  }

  /// Reads `events.paging`: patterns of keys, each with true or false.
  static PagingFlags read(Settings section) {
    var flags = new ArrayList<Flag>();
    for (var name : section.keys()) {
      boolean pages = section.flag(name, true);
      var keys = KeyPattern.parse(name);
      if (keys.isEmpty()) {
        section.report(name, "is no pattern of keys", "write one such as llm-gateway.pricing.*");
      } else if (!pages && touchesAlways(name)) {
        section.report(name, "always pages", "remove it, or write true");
      } else {
        flags.add(new Flag(keys.get(), pages));
      }
    }
    if (flags.size() > LIMIT) {
      section.report("paging", "has too many patterns", "write at most " + LIMIT);
    }
    section.finish();
    return new PagingFlags(flags);
  }

  private static boolean touchesAlways(String name) {
    return ALWAYS.stream().anyMatch(it -> it.matches(name) || it.text().equals(name));
  }

  /// Whether a key calls a person; nothing if nobody has said.
  Optional<Boolean> of(String key) {
    if (ALWAYS.stream().anyMatch(it -> it.matches(key))) {
      return Optional.of(true);
    }
    return flags.stream().filter(it -> it.keys().matches(key)).findFirst().map(Flag::pages);
  }
}
