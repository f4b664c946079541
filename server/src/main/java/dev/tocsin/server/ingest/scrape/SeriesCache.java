package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What one target sent the last time: from the bytes of a series as written to the series itself,
/// so that an unchanged line costs a hash and a comparison.
///
/// Two ways of writing the same series lead to the same [Entry]. The table holds at most about
/// twice as many lines as the last exposition had.
final class SeriesCache {
  private static final int LEAST_SLOTS = 64;

  private @Nullable Line[] slots = new Line[LEAST_SLOTS];
  private int lines;
  private final Map<Labels, Entry> entries = new HashMap<>();

  /// A series of the target.
  static final class Entry {
    final Labels labels;
    long reference;

    /// The number of the scrape that it was last read in, whether that one was good or not.
    long scrape;

    /// Whether the target gave the last sample a time of its own.
    boolean timed;

    /// Whether readers see it as going on, so that its end must be marked.
    boolean live;

    Entry(Labels labels, long reference) {
      this.labels = labels;
      this.reference = reference;
    }
  }

  /// One way of writing a series.
  private static final class Line {
    final byte[] text;
    final int hash;
    final Entry entry;

    Line(byte[] text, int hash, Entry entry) {
      this.text = text;
      this.hash = hash;
      this.entry = entry;
    }

    boolean is(ExpositionParser parser) {
      return hash == parser.seriesHash()
          && Arrays.equals(
              text, 0, text.length, parser.text(), parser.seriesStart(), parser.seriesEnd());
    }
  }

  /// The series that the parser stands on, if its bytes are known.
  @Nullable Entry find(ExpositionParser parser) {
    int mask = slots.length - 1;
    for (int slot = parser.seriesHash() & mask; ; slot = (slot + 1) & mask) {
      var line = slots[slot];
      if (line == null) {
        return null;
      }
      if (line.is(parser)) {
        return line.entry;
      }
    }
  }

  /// The series with these labels, if another way of writing it is known.
  @Nullable Entry find(Labels labels) {
    return entries.get(labels);
  }

  /// Learns the bytes that the parser stands on.
  void add(ExpositionParser parser, Entry entry) {
    entries.put(entry.labels, entry);
    // targets that write labels in a new order each time would otherwise add lines without end
    if (lines > 2 * entries.size() + LEAST_SLOTS) {
      slots = new Line[LEAST_SLOTS];
      lines = 0;
    }
    if (2 * (lines + 1) > slots.length) {
      rebuild(line -> true);
    }
    var text = Arrays.copyOfRange(parser.text(), parser.seriesStart(), parser.seriesEnd());
    put(slots, new Line(text, parser.seriesHash(), entry));
    lines++;
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  /// Forgets what was not read in the given scrape.
  void keepOnly(long scrape) {
    if (entries.values().removeIf(entry -> entry.scrape != scrape)) {
      rebuild(line -> line.entry.scrape == scrape);
    }
  }

  private void rebuild(Predicate<Line> wanted) {
    var kept = new ArrayList<Line>(lines);
    for (var line : slots) {
      if (line != null && wanted.test(line)) {
        kept.add(line);
      }
    }
    // at most a quarter full, so that it takes a while until the next time
    var fresh = new Line[Math.max(LEAST_SLOTS, 2 * Integer.highestOneBit(4 * kept.size() + 1))];
    kept.forEach(line -> put(fresh, line));
    slots = fresh;
    lines = kept.size();
  }

  private static void put(@Nullable Line[] slots, Line line) {
    int mask = slots.length - 1;
    int slot = line.hash & mask;
    while (slots[slot] != null) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = line;
  }
}
