package dev.tocsin.promql.ast;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How an aggregation combines the series of a group.
public enum Aggregator {
  SUM,
  AVG,
  MIN,
  MAX,
  COUNT,
  GROUP,
  STDDEV,
  STDVAR,
  TOPK,
  BOTTOMK,
  QUANTILE,
  COUNT_VALUES;

  private static final Map<String, Aggregator> BY_NAME =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(Aggregator::toString, Function.identity()));

  /// The aggregator of a name in any case, or null when there is none.
  public static @Nullable Aggregator named(String name) {
    return BY_NAME.get(name.toLowerCase(Locale.ROOT));
  }

  /// The type of the parameter before the vector, or null for aggregators without one.
  public @Nullable ValueType parameterType() {
    return switch (this) {
      case TOPK, BOTTOMK, QUANTILE -> ValueType.SCALAR;
      case COUNT_VALUES -> ValueType.STRING;
      case SUM, AVG, MIN, MAX, COUNT, GROUP, STDDEV, STDVAR -> null;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
