package dev.tocsin.promql.ast;

import java.util.List;

/// Which labels an aggregation groups by. No clause is the same as `by ()`.
public record Grouping(Kind kind, List<String> labels) {
  public static final Grouping ALL = new Grouping(Kind.BY, List.of());

  /// Whether the labels are the ones kept or the ones removed.
  public enum Kind {
    BY,
    WITHOUT
  }

  public Grouping {
    labels = List.copyOf(labels);
  }
}
