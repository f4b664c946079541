package dev.tocsin.promql.script;

import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.series.SampleIterator;
import dev.tocsin.series.SampleKind;
import dev.tocsin.series.Series;
import dev.tocsin.series.SeriesReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Series in memory.
public final class MemorySeries implements SeriesReader {
  private final NavigableMap<Labels, NavigableMap<Long, Double>> series = new TreeMap<>();

  public void add(Labels labels, long timestampMillis, double value) {
    series.computeIfAbsent(labels, _ -> new TreeMap<>()).put(timestampMillis, value);
  }

  public void clear() {
    series.clear();
  }

  private record Found(Labels labels, NavigableMap<Long, Double> points) implements Series {
    @Override
    public SampleIterator samples() {
      return new PointIterator(new ArrayList<>(points.entrySet()));
    }
  }

  private static final class PointIterator implements SampleIterator {
    private final List<Map.Entry<Long, Double>> points;
    private int at = -1;

    PointIterator(List<Map.Entry<Long, Double>> points) {
      this.points = points;
    }

    @Override
    public SampleKind next() {
      at++;
      return at < points.size() ? SampleKind.FLOAT : SampleKind.END;
    }

    @Override
    public SampleKind seek(long timestampMillis) {
      at = Math.max(at, 0);
      while (at < points.size() && points.get(at).getKey() < timestampMillis) {
        at++;
      }
      return at < points.size() ? SampleKind.FLOAT : SampleKind.END;
    }

    @Override
    public long timestampMillis() {
      return points.get(at).getKey();
    }

    @Override
    public double value() {
      return points.get(at).getValue();
    }
  }

  @Override
  public List<Series> select(long fromMillis, long toMillis, Collection<Matcher> matchers) {
    if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
      throw new IllegalArgumentException("every matcher accepts the empty value: " + matchers);
    }
    return matching(matchers)
        .<Series>map(
            labels -> new Found(labels, points(labels).subMap(fromMillis, true, toMillis, true)))
        .toList();
  }

  private NavigableMap<Long, Double> points(Labels labels) {
    return series.getOrDefault(labels, new TreeMap<>());
  }

  private Stream<Labels> matching(Collection<Matcher> matchers) {
    return series.keySet().stream()
        .filter(labels -> matchers.stream().allMatch(matcher -> matcher.matches(labels)));
  }

  @Override
  public List<String> labelNames(long fromMillis, long toMillis, Collection<Matcher> matchers) {
    var names = new TreeSet<String>();
    matching(matchers).forEach(labels -> names.addAll(labels.toMap().keySet()));
    return new ArrayList<>(names);
  }

  @Override
  public List<String> labelValues(
      String name, long fromMillis, long toMillis, Collection<Matcher> matchers) {
    return new ArrayList<>(
        new TreeSet<>(matching(matchers).filter(l -> l.has(name)).map(l -> l.get(name)).toList()));
  }
}
