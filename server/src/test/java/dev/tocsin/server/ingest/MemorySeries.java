package dev.tocsin.server.ingest;

import dev.tocsin.series.AppendResult;
import dev.tocsin.series.Appender;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.series.SampleIterator;
import dev.tocsin.series.SampleKind;
import dev.tocsin.series.Series;
import dev.tocsin.series.SeriesReader;
import dev.tocsin.series.SeriesWriter;
import dev.tocsin.series.Staleness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A store in memory that shows what was committed.
public final class MemorySeries implements SeriesReader, SeriesWriter {
  private final List<Labels> references = new ArrayList<>();
  private final Map<Labels, TreeMap<Long, Double>> committed = new TreeMap<>();
  private int seriesLimit = Integer.MAX_VALUE;
  private boolean full;
  private int commits;

  public synchronized void limitSeries(int limit) {
    seriesLimit = limit;
  }

  /// From now on nothing can be written, as on a full disk.
  public synchronized void fill(boolean isFull) {
    full = isFull;
  }

  public synchronized int commits() {
    return commits;
  }

  /// The samples of a series as text: `time=value …`, a marker as `stale`.
  public synchronized String samples(Labels labels) {
    var text = new StringBuilder();
    committed
        .getOrDefault(labels, new TreeMap<>())
        .forEach(
            (time, value) -> {
              text.append(text.isEmpty() ? "" : " ").append(time).append('=');
              text.append(Staleness.isMarker(value) ? "stale" : value.toString());
            });
    return text.toString();
  }

  public synchronized List<Labels> series() {
    return List.copyOf(committed.keySet());
  }

  @Override
  public synchronized Appender appender() {
    return new Batch();
  }

  private final class Batch implements Appender {
    private record Pending(Labels labels, long at, double value) {}

    private final List<Pending> pending = new ArrayList<>();

    @Override
    public long reference(Labels labels) {
      synchronized (MemorySeries.this) {
        int known = references.indexOf(labels);
        if (known < 0 && references.size() >= seriesLimit) {
          return NO_REFERENCE;
        }
        if (known < 0) {
          references.add(labels);
          known = references.size() - 1;
        }
        return known;
      }
    }

    @Override
    public AppendResult append(long reference, long timestampMillis, double value) {
      synchronized (MemorySeries.this) {
        var labels = references.get((int) reference);
        var samples = committed.getOrDefault(labels, new TreeMap<>());
        if (!samples.isEmpty() && timestampMillis < samples.lastKey()) {
          return AppendResult.OUT_OF_ORDER;
        }
        pending.add(new Pending(labels, timestampMillis, value));
        return AppendResult.APPENDED;
      }
    }

    @Override
    public void commit() {
      synchronized (MemorySeries.this) {
        if (full) {
          throw new UncheckedIOException(new IOException("no space left on device"));
        }
        commits++;
        for (var each : pending) {
          committed
              .computeIfAbsent(each.labels(), labels -> new TreeMap<>())
              .put(each.at(), each.value());
        }
        pending.clear();
      }
    }

    @Override
    public void close() {
      pending.clear();
    }
  }

  @Override
  public synchronized List<Series> select(
      long fromMillis, long toMillis, Collection<Matcher> matchers) {
    var found = new ArrayList<Series>();
    committed.forEach(
        (labels, samples) -> {
          if (matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
            found.add(
                new Found(labels, new TreeMap<>(samples.subMap(fromMillis, true, toMillis, true))));
          }
        });
    return found;
  }

  private record Found(Labels labels, TreeMap<Long, Double> points) implements Series {
    @Override
    public SampleIterator samples() {
      var entries = List.copyOf(points.entrySet());
      return new SampleIterator() {
        private int index = -1;

        @Override
        public SampleKind next() {
          index++;
          return index < entries.size() ? SampleKind.FLOAT : SampleKind.END;
        }

        @Override
        public SampleKind seek(long timestampMillis) {
          while (index < 0 || (index < entries.size() && timestampMillis() < timestampMillis)) {
            index++;
          }
          return index < entries.size() ? SampleKind.FLOAT : SampleKind.END;
        }

        @Override
        public long timestampMillis() {
          return entries.get(index).getKey();
        }

        @Override
        public double value() {
          return entries.get(index).getValue();
        }
      };
    }
  }

  @Override
  public synchronized List<String> labelNames(
      long fromMillis, long toMillis, Collection<Matcher> matchers) {
    return select(fromMillis, toMillis, matchers).stream()
        .flatMap(series -> series.labels().toMap().keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public synchronized List<String> labelValues(
      String name, long fromMillis, long toMillis, Collection<Matcher> matchers) {
    return select(fromMillis, toMillis, matchers).stream()
        .map(series -> series.labels().get(name))
        .filter(value -> !value.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }
}
