package dev.tocsin.promql.function;

import java.util.Set;

/// One line of the function table.
public record Function(String name, Signature signature, Code code, Set<Trait> traits) {
  /// What the evaluator has to know beside the code.
  public enum Trait {
    /// The result still measures the same thing, so the metric name stays.
    KEEPS_NAME,
    /// Makes sense on counters only; others earn a hint.
    FOR_COUNTERS,
    /// The first argument is a quantile; values outside of 0 to 1 earn a warning.
    TAKES_QUANTILE
  }

  public Function {
    traits = Set.copyOf(traits);
  }

  public boolean has(Trait trait) {
    return traits.contains(trait);
  }
}
