package dev.tocsin.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.series.AppendResult;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.series.SampleKind;
import dev.tocsin.series.Series;
import dev.tocsin.series.SeriesReader;
import dev.tocsin.series.SeriesWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Short ways to write and to read samples in tests.
final class Samples {
  static final Labels UP = Labels.of("__name__", "up", "job", "shop");
  static final Collection<Matcher> ALL =
      List.of(Matcher.of(Matcher.Type.NOT_EQUAL, "__name__", ""));

  private Samples() {}

  static void write(SeriesWriter writer, Labels labels, long millis, double value) {
    try (var appender = writer.appender()) {
      long reference = appender.reference(labels);
      assertEquals(AppendResult.APPENDED, appender.append(reference, millis, value));
      appender.commit();
    }
  }

  static AppendResult tryWrite(SeriesWriter writer, Labels labels, long millis, double value) {
    try (var appender = writer.appender()) {
      var result = appender.append(appender.reference(labels), millis, value);
      appender.commit();
      return result;
    }
  }

  /// All samples of a series, values as raw bits.
  static NavigableMap<Long, Long> of(Series series) {
    var samples = new TreeMap<Long, Long>();
    var iterator = series.samples();
    long last = Long.MIN_VALUE;
    while (iterator.next() == SampleKind.FLOAT) {
      if (!samples.isEmpty() && iterator.timestampMillis() <= last) {
        throw new AssertionError("times do not ascend at " + last + " of " + series.labels());
      }
      last = iterator.timestampMillis();
      samples.put(last, Double.doubleToRawLongBits(iterator.value()));
    }
    return samples;
  }

  static NavigableMap<Long, Long> of(SeriesReader reader, Labels labels) {
    var matchers = new ArrayList<Matcher>();
    labels.toMap().forEach((name, value) -> matchers.add(Matcher.equal(name, value)));
    return reader.select(Long.MIN_VALUE, Long.MAX_VALUE, matchers).stream()
        .filter(series -> series.labels().equals(labels))
        .findFirst()
        .map(Samples::of)
        .orElseGet(TreeMap::new);
  }

  static NavigableMap<Labels, NavigableMap<Long, Long>> all(SeriesReader reader) {
    var all = new TreeMap<Labels, NavigableMap<Long, Long>>();
    for (var series : reader.select(Long.MIN_VALUE, Long.MAX_VALUE, ALL)) {
      all.put(series.labels(), of(series));
    }
    return all;
  }

  static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }
}
