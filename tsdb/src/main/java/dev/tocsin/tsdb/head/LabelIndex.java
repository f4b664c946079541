package dev.tocsin.tsdb.head;

import dev.tocsin.series.Labels;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// From label to value to series. Any number of readers; one writer at a time, which brings the
/// lock.
final class LabelIndex {
  private final Map<String, Label> labels = new ConcurrentHashMap<>();

  private record Label(String name, Map<String, Postings> values) {}

  /// The same labels made of the strings that the index already has, so that thousand series with
  /// `method="GET"` hold that text once.
  Labels shared(Labels original) {
    var pairs = new String[2 * original.size()];
    for (int i = 0; i < original.size(); i++) {
      var label = label(original.name(i));
      pairs[2 * i] = label.name();
      pairs[2 * i + 1] = postings(label, original.value(i)).value();
    }
    return Labels.ofSorted(pairs);
  }

  void add(Labels series, long reference) {
    for (int i = 0; i < series.size(); i++) {
      postings(label(series.name(i)), series.value(i)).add(reference);
    }
  }

  private Label label(String name) {
    return labels.computeIfAbsent(name, key -> new Label(key, new ConcurrentHashMap<>()));
  }

  private static Postings postings(Label label, String value) {
    return label.values().computeIfAbsent(value, Postings::new);
  }

  void remove(Collection<HeadSeries> series) {
    var references = new HashSet<Long>();
    Map<String, Set<String>> touched = new HashMap<>();
    for (var one : series) {
      references.add(one.reference());
      for (int i = 0; i < one.labels().size(); i++) {
        touched
            .computeIfAbsent(one.labels().name(i), _ -> new HashSet<>())
            .add(one.labels().value(i));
      }
    }
    touched.forEach((name, values) -> values.forEach(value -> remove(name, value, references)));
  }

  private void remove(String name, String value, Set<Long> references) {
    var label = label(name);
    if (postings(label, value).remove(references)) {
      label.values().remove(value);
    }
    if (label.values().isEmpty()) {
      labels.remove(name);
    }
  }

  Set<String> names() {
    return labels.keySet();
  }

  /// The values of a label; none if nobody has the label.
  Set<String> values(String name) {
    Label label = labels.get(name);
    return label == null ? Set.of() : label.values().keySet();
  }

  PostingList series(String name, String value) {
    Label label = labels.get(name);
    @Nullable Postings postings = label == null ? null : label.values().get(value);
    return postings == null ? PostingList.EMPTY : postings.list();
  }

  /// The series that have one of several values. No series has two, so nothing comes twice.
  PostingList series(String name, Collection<String> values) {
    var lists = values.stream().map(value -> series(name, value)).toList();
    if (lists.size() == 1) {
      return lists.getFirst();
    }
    int total = lists.stream().mapToInt(PostingList::size).sum();
    var all = new long[total];
    int at = 0;
    for (var list : lists) {
      list.copyTo(all, at);
      at += list.size();
    }
    Arrays.sort(all);
    return new PostingList(all, total);
  }
}
