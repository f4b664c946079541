package dev.tocsin.promql.eval;

import dev.tocsin.promql.ast.TimeShift;
import dev.tocsin.promql.function.QueryTimes;
import dev.tocsin.promql.function.Steps;

/// The instants that a selector looks at, one for each step.
record SelectionTimes(Steps steps, TimeShift shift, QueryTimes query) {
  /// Whether all steps look at the same instant.
  boolean isFixed() {
    return shift.at() != null;
  }

  long at(int step) {
    long base =
        switch (shift.at()) {
          case null -> steps.at(step);
          case TimeShift.At.Instant(long timestampMillis) -> timestampMillis;
          case TimeShift.At.QueryStart _ -> query.startMillis();
          case TimeShift.At.QueryEnd _ -> query.endMillis();
        };
    return base - shift.offsetMillis();
  }

  long first() {
    return at(0);
  }

  long last() {
    return at(steps.count() - 1);
  }
}
