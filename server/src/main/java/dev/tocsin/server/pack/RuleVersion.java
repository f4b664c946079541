package dev.tocsin.server.pack;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The version of a set of rules: one to four numbers between points, compared number by number.
record RuleVersion(List<Integer> parts) implements Comparable<RuleVersion> {
  private static final Pattern FORM = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6}){0,3}");

  RuleVersion {
    parts = List.copyOf(parts);
  }

  static Optional<RuleVersion> parse(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(
            new RuleVersion(Arrays.stream(text.split("\\.", -1)).map(Integer::valueOf).toList()))
        : Optional.empty();
  }

  private int part(int index) {
    return index < parts.size() ? parts.get(index) : 0;
  }

  @Override
  public int compareTo(RuleVersion other) {
    for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
      int order = Integer.compare(part(i), other.part(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
