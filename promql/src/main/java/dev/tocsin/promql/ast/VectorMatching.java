package dev.tocsin.promql.ast;

import java.util.List;

/// How the series of two vectors find each other.
///
/// @param labels the labels to match on, or to ignore
/// @param include labels of the "one" side that the result takes over
public record VectorMatching(
    Cardinality cardinality, Kind kind, List<String> labels, List<String> include) {
  public static final VectorMatching DEFAULT =
      new VectorMatching(Cardinality.ONE_TO_ONE, Kind.IGNORING, List.of(), List.of());

  /// Whether the listed labels are compared or left out.
  public enum Kind {
    ON,
    IGNORING
  }

  /// How many series of the left side may meet how many of the right.
  public enum Cardinality {
    ONE_TO_ONE,
    MANY_TO_ONE,
    ONE_TO_MANY,
    MANY_TO_MANY
  }

  public VectorMatching {
    labels = List.copyOf(labels);
    include = List.copyOf(include);
  }

  public VectorMatching with(Cardinality newCardinality) {
    return new VectorMatching(newCardinality, kind, labels, include);
  }
}
