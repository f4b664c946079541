package dev.tocsin.server.route;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A time that comes again: an interval in Alertmanager's form, or a cron line with a length.
public sealed interface Recurrence permits TimeInterval, CronTime {
  /// From one moment to another, the second not included.
  record Opening(Instant from, Instant until) {}

  boolean contains(Instant instant);

  /// When it holds between two moments, in their order; openings may touch or overlap.
  List<Opening> openings(Instant from, Instant until);

  /// When any of them holds between two moments; what touches is one.
  static List<Opening> openings(
      List<? extends Recurrence> recurrences, Instant from, Instant until) {
    var all = new ArrayList<Opening>();
    recurrences.forEach(it -> all.addAll(it.openings(from, until)));
    all.sort(Comparator.comparing(Opening::from));
    var merged = new ArrayList<Opening>();
    for (var next : all) {
      var last = merged.isEmpty() ? null : merged.getLast();
      if (last == null || last.until().isBefore(next.from())) {
        merged.add(next);
      } else if (last.until().isBefore(next.until())) {
        merged.set(merged.size() - 1, new Opening(last.from(), next.until()));
      }
    }
    return merged;
  }

  static boolean anyContains(List<? extends Recurrence> recurrences, Instant instant) {
    return recurrences.stream().anyMatch(it -> it.contains(instant));
  }
}
