package dev.tocsin.tsdb.head;

import dev.tocsin.series.Matcher;
import dev.tocsin.series.Series;
import dev.tocsin.series.SeriesReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Answers questions about the series of the head.
final class HeadReader implements SeriesReader {
  private final SeriesRegistry registry;
  private final Selection selection;

  HeadReader(SeriesRegistry registry) {
    this.registry = registry;
    this.selection = new Selection(registry);
  }

  @Override
  public List<Series> select(long fromMillis, long toMillis, Collection<Matcher> matchers) {
    if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
      throw new IllegalArgumentException(
          "at least one matcher must reject the empty value, or all series would be read: "
              + matchers);
    }
    var selected = new ArrayList<Series>();
    for (var series : selection.find(matchers)) {
      var chunks = series.chunks();
      if (overlaps(chunks, fromMillis, toMillis)) {
        selected.add(new SeriesSnapshot(series.labels(), chunks, fromMillis, toMillis));
      }
    }
    selected.sort(Comparator.comparing(Series::labels));
    return selected;
  }

  @Override
  public List<String> labelNames(long fromMillis, long toMillis, Collection<Matcher> matchers) {
    var names = new TreeSet<String>();
    for (var series : selection.find(matchers)) {
      var labels = series.labels();
      if (overlaps(series.chunks(), fromMillis, toMillis)) {
        for (int i = 0; i < labels.size(); i++) {
          names.add(labels.name(i));
        }
      }
    }
    return List.copyOf(names);
  }

  @Override
  public List<String> labelValues(
      String name, long fromMillis, long toMillis, Collection<Matcher> matchers) {
    if (matchers.isEmpty()) {
      return registry.index().values(name).stream()
          .filter(value -> hasSamples(name, value, fromMillis, toMillis))
          .sorted()
          .toList();
    }
    var values = new TreeSet<String>();
    for (var series : selection.find(matchers)) {
      if (series.labels().has(name) && overlaps(series.chunks(), fromMillis, toMillis)) {
        values.add(series.labels().get(name));
      }
    }
    return List.copyOf(values);
  }

  private boolean hasSamples(String name, String value, long fromMillis, long toMillis) {
    var list = registry.index().series(name, value);
    for (int i = 0; i < list.size(); i++) {
      var series = registry.find(list.get(i));
      if (series != null && overlaps(series.chunks(), fromMillis, toMillis)) {
        return true;
      }
    }
    return false;
  }

  private static boolean overlaps(ChunkList chunks, long fromMillis, long toMillis) {
    return !chunks.isEmpty() && chunks.minMillis() <= toMillis && chunks.maxMillis() >= fromMillis;
  }
}
