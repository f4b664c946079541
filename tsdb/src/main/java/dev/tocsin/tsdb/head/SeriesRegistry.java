package dev.tocsin.tsdb.head;

import dev.tocsin.series.Appender;
import dev.tocsin.series.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// All series of the head: by labels, by reference, and by each label in the index. Look-ups take
/// no lock; creation and removal take one.
final class SeriesRegistry {
  /// Names and values of one series together, as UTF-16. Limits that users should meet are those of
  /// the ingest; this one keeps a record of the log readable.
  static final int MAX_LABELS_LENGTH = 256 * 1024;

  private final int seriesLimit;
  private final Map<Labels, HeadSeries> byLabels = new ConcurrentHashMap<>();
  private final SeriesTable byReference = new SeriesTable();
  private final LabelIndex index = new LabelIndex();
  private long nextReference;

  /// Samples older than this are neither taken nor kept.
  private volatile long horizonMillis = Long.MIN_VALUE;

  SeriesRegistry(int seriesLimit) {
    this.seriesLimit = seriesLimit;
  }

  long horizonMillis() {
    return horizonMillis;
  }

  void raiseHorizon(long millis) {
    horizonMillis = Math.max(horizonMillis, millis);
  }

  LabelIndex index() {
    return index;
  }

  int size() {
    return byLabels.size();
  }

  Collection<HeadSeries> all() {
    return byLabels.values();
  }

  @Nullable HeadSeries find(long reference) {
    return byReference.get(reference);
  }

  /// The reference of a series, which is created unless that would exceed the limit.
  long reference(Labels labels) {
    var known = byLabels.get(labels);
    if (known != null) {
      return known.reference();
    }
    check(labels);
    synchronized (this) {
      if (!byLabels.containsKey(labels) && byLabels.size() >= seriesLimit) {
        return Appender.NO_REFERENCE;
      }
      return getOrCreate(labels).reference();
    }
  }

  /// The series with these labels, created whatever the limit says: for samples that were accepted
  /// before, in the log or by an appender.
  HeadSeries getOrCreate(Labels labels) {
    var known = byLabels.get(labels);
    return known == null ? create(labels) : known;
  }

  private synchronized HeadSeries create(Labels labels) {
    var known = byLabels.get(labels);
    if (known != null) {
      return known;
    }
    if (nextReference == SeriesTable.MAX_REFERENCES) {
      throw new IllegalStateException(
          "%d series were created since the start; restart to number them anew"
              .formatted(nextReference));
    }
    var series = new HeadSeries(index.shared(labels), nextReference++);
    byReference.put(series);
    index.add(series.labels(), series.reference());
    byLabels.put(series.labels(), series);
    return series;
  }

  private static void check(Labels labels) {
    if (labels.size() == 0) {
      throw new IllegalArgumentException("a series needs at least one label");
    }
    var encoder = StandardCharsets.UTF_8.newEncoder();
    long length = 0;
    for (int i = 0; i < labels.size(); i++) {
      length += labels.name(i).length() + labels.value(i).length();
      if (!encoder.canEncode(labels.name(i)) || !encoder.canEncode(labels.value(i))) {
        throw new IllegalArgumentException(
            "label " + labels.name(i) + " holds half a surrogate pair; send valid Unicode");
      }
    }
    if (length > MAX_LABELS_LENGTH) {
      throw new IllegalArgumentException(
          "the labels of a series have %d characters, the limit is %d"
              .formatted(length, MAX_LABELS_LENGTH));
    }
  }

  /// Lets go of series. Their references are not used again.
  synchronized void remove(List<HeadSeries> gone) {
    for (var series : gone) {
      series.markRemoved();
      byLabels.remove(series.labels());
      byReference.remove(series);
    }
    if (!gone.isEmpty()) {
      index.remove(gone);
      byReference.trim();
    }
  }
}
