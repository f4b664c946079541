package dev.tocsin.tsdb.head;

import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the series that satisfy matchers.
///
/// Idea: a matcher that rejects the empty value *requires* the label, so the series it wants are
/// those of the values it accepts; all such lists are intersected. A matcher that accepts the empty
/// value also wants the series that lack the label, which no list names; what it does *not* want
/// are the series of the values it rejects, so those lists are subtracted.
///
/// A matcher whose values are written in it (`=`, `!=`, `=~"a|b"`) needs no look at the others and
/// goes first. The rest must try every value of their label, or every series found so far; the
/// smaller number decides.
final class Selection {
  private final SeriesRegistry registry;
  private final LabelIndex index;

  Selection(SeriesRegistry registry) {
    this.registry = registry;
    this.index = registry.index();
  }

  /// All series that satisfy the matchers; all there are if there is no matcher.
  List<HeadSeries> find(Collection<Matcher> matchers) {
    var required = matchers.stream().filter(matcher -> !matcher.matches("")).toList();
    if (required.isEmpty()) {
      return registry.all().stream().filter(series -> matches(series.labels(), matchers)).toList();
    }
    var rest = new ArrayList<>(matchers);
    var found = intersection(required, rest);
    for (var matcher : rest) {
      if (found.size() == 0) {
        return List.of();
      }
      found = restrict(found, matcher);
    }
    return series(found);
  }

  /// Intersects the required matchers whose values are known, or takes one if there is none; what
  /// it used, it removes from the rest.
  private PostingList intersection(List<Matcher> required, List<Matcher> rest) {
    var lists = new ArrayList<PostingList>();
    for (var matcher : required) {
      var values = writtenValues(matcher);
      if (values != null && isPositive(matcher)) {
        lists.add(index.series(matcher.name(), values));
        rest.remove(matcher);
      }
    }
    if (lists.isEmpty()) {
      var first = required.getFirst();
      rest.remove(first);
      return index.series(first.name(), accepted(first));
    }
    lists.sort(Comparator.comparingInt(PostingList::size));
    return lists.stream().reduce(PostingList::intersect).orElse(PostingList.EMPTY);
  }

  private PostingList restrict(PostingList found, Matcher matcher) {
    var written = writtenValues(matcher);
    if (written != null && !isPositive(matcher) && matcher.matches("")) {
      return found.without(index.series(matcher.name(), written));
    }
    if (found.size() <= index.values(matcher.name()).size()) {
      return filter(found, matcher);
    }
    return matcher.matches("")
        ? found.without(index.series(matcher.name(), rejected(matcher)))
        : found.intersect(index.series(matcher.name(), accepted(matcher)));
  }

  private static boolean isPositive(Matcher matcher) {
    return switch (matcher.type()) {
      case EQUAL, MATCHES -> true;
      case NOT_EQUAL, NOT_MATCHES -> false;
    };
  }

  /// The values that a matcher names, or null if it takes a look at each value to know.
  private static @Nullable Set<String> writtenValues(Matcher matcher) {
    return switch (matcher.type()) {
      case EQUAL, NOT_EQUAL -> Set.of(matcher.value());
      case MATCHES, NOT_MATCHES -> Alternatives.of(matcher.value()).orElse(null);
    };
  }

  private List<String> accepted(Matcher matcher) {
    return index.values(matcher.name()).stream().filter(matcher::matches).toList();
  }

  private List<String> rejected(Matcher matcher) {
    return index.values(matcher.name()).stream().filter(value -> !matcher.matches(value)).toList();
  }

  private PostingList filter(PostingList found, Matcher matcher) {
    var kept = new long[found.size()];
    int count = 0;
    for (int i = 0; i < found.size(); i++) {
      var series = registry.find(found.get(i));
      if (series != null && matcher.matches(series.labels())) {
        kept[count++] = series.reference();
      }
    }
    return new PostingList(kept, count);
  }

  /// The series of references; one that was removed meanwhile is left out.
  private List<HeadSeries> series(PostingList found) {
    var series = new ArrayList<HeadSeries>(found.size());
    for (int i = 0; i < found.size(); i++) {
      var one = registry.find(found.get(i));
      if (one != null) {
        series.add(one);
      }
    }
    return series;
  }

  private static boolean matches(Labels labels, Collection<Matcher> matchers) {
    return matchers.stream().allMatch(matcher -> matcher.matches(labels));
  }
}
