package dev.tocsin.server.pack;

import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.series.SampleIterator;
import dev.tocsin.series.SampleKind;
import dev.tocsin.series.Series;
import dev.tocsin.series.SeriesReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// Series in memory, for trying rules out. For use by one thread.
final class MemorySeries implements SeriesReader {
  private final TreeMap<Labels, List<Point>> series = new TreeMap<>();

  private record Point(long timestampMillis, double value) {}

  /// Samples of a series come in order of time; one at a time that is taken replaces it.
  void add(Labels labels, long timestampMillis, double value) {
    var points = series.computeIfAbsent(labels, _ -> new ArrayList<>());
    if (!points.isEmpty() && points.getLast().timestampMillis() == timestampMillis) {
      points.removeLast();
    }
    points.add(new Point(timestampMillis, value));
  }

  @Override
  public List<Series> select(long fromMillis, long toMillis, Collection<Matcher> matchers) {
    var selected = new ArrayList<Series>();
    series.forEach(
        (labels, points) -> {
          if (matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
            var within =
                points.stream()
                    .filter(point -> point.timestampMillis() >= fromMillis)
                    .filter(point -> point.timestampMillis() <= toMillis)
                    .toList();
            selected.add(new Selected(labels, within));
          }
        });
    return selected;
  }

  @Override
  public List<String> labelNames(long fromMillis, long toMillis, Collection<Matcher> matchers) {
    return select(fromMillis, toMillis, matchers).stream()
        .flatMap(one -> one.labels().toMap().keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public List<String> labelValues(
      String name, long fromMillis, long toMillis, Collection<Matcher> matchers) {
    return select(fromMillis, toMillis, matchers).stream()
        .map(one -> one.labels().get(name))
        .filter(value -> !value.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  private record Selected(Labels labels, List<Point> points) implements Series {
    @Override
    public SampleIterator samples() {
      return new Walk(points);
    }
  }

  private static final class Walk implements SampleIterator {
    private final List<Point> points;
    private int at = -1;

    Walk(List<Point> points) {
      this.points = points;
    }

    @Override
    public SampleKind next() {
      at = Math.min(at + 1, points.size());
      return kind();
    }

    @Override
    public SampleKind seek(long timestampMillis) {
      at = Math.max(at, 0);
      while (at < points.size() && points.get(at).timestampMillis() < timestampMillis) {
        at++;
      }
      return kind();
    }

    private SampleKind kind() {
      return at < points.size() ? SampleKind.FLOAT : SampleKind.END;
    }

    @Override
    public long timestampMillis() {
      return points.get(at).timestampMillis();
    }

    @Override
    public double value() {
      return points.get(at).value();
    }
  }
}
