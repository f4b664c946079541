package dev.tocsin.series;

import java.util.Collection;
import java.util.List;

/// Reads series. Every answer is a consistent view: an append is seen wholly or not at all, per
/// series, and a sample that was readable once stays readable until retention removes it.
public interface SeriesReader {
  /// The series that satisfy all matchers and may have samples from `fromMillis` to `toMillis`,
  /// both inclusive, sorted by [Labels#compareTo]. At least one matcher must reject the empty
  /// value.
  ///
  /// @throws IllegalArgumentException if every matcher accepts the empty value
  List<Series> select(long fromMillis, long toMillis, Collection<Matcher> matchers);

  /// The label names of the series that satisfy all matchers (all series when there are none),
  /// sorted.
  List<String> labelNames(long fromMillis, long toMillis, Collection<Matcher> matchers);

  /// The values that a label has in the series that satisfy all matchers, sorted.
  List<String> labelValues(
      String name, long fromMillis, long toMillis, Collection<Matcher> matchers);
}
