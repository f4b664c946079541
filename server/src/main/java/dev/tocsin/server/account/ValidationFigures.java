package dev.tocsin.server.account;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// How often access tokens were validated, by mode, and how long it took.
public final class ValidationFigures {
  /// Where the answer came from.
  public enum Mode {
    LOCAL,
    CACHE,
    REMOTE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Totals since the start of the process.
  public record Totals(long count, double seconds) {}

  private final Map<Mode, LongAdder> counts = adders();
  private final Map<Mode, LongAdder> nanos = adders();

  private static Map<Mode, LongAdder> adders() {
    var adders = new EnumMap<Mode, LongAdder>(Mode.class);
    for (var mode : Mode.values()) {
      adders.put(mode, new LongAdder());
    }
    return adders;
  }

  void count(Mode mode, long durationNanos) {
    counts.getOrDefault(mode, new LongAdder()).increment();
    nanos.getOrDefault(mode, new LongAdder()).add(durationNanos);
  }

  public Totals totals(Mode mode) {
    return new Totals(
        counts.getOrDefault(mode, new LongAdder()).sum(),
        nanos.getOrDefault(mode, new LongAdder()).sum() / 1e9);
  }
}
