package dev.tocsin.promql.eval;

import dev.tocsin.promql.QueryLimitException;
import dev.tocsin.promql.function.Operand;

/// Counts the values that a query holds in memory at a time.
final class SampleBudget {
  private final long limit;
  private long held;

  SampleBudget(long limit) {
    this.limit = limit;
  }

  void charge(long values) {
    held += values;
    if (held > limit) {
      throw new QueryLimitException(
          "query processing would load too many samples into memory: the limit is "
              + limit
              + "; select fewer series, a shorter time range or a longer step");
    }
  }

  void release(long values) {
    held -= values;
  }

  static long size(Operand operand) {
    return switch (operand) {
      case Operand.Vector(var series) ->
          series.isEmpty() ? 0 : (long) series.size() * series.getFirst().values().length;
      case Operand.Scalar(var values) -> values.length;
      case Operand.Text _ -> 0;
    };
  }
}
