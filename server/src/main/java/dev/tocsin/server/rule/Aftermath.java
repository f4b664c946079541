package dev.tocsin.server.rule;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.promql.Value;
import dev.tocsin.promql.ast.Expr;
import java.util.List;
import java.util.Optional;

/// What can be found out about series that a rule's expression did not return. Nothing is asked
/// before somebody wants to know, because mostly nobody does.
public final class Aftermath {
  private final AlertRule rule;
  private final RuleQuery query;
  private final long atMillis;

  Aftermath(AlertRule rule, RuleQuery query, long atMillis) {
    this.rule = rule;
    this.query = query;
    this.atMillis = atMillis;
  }

  /// One that knows nothing: who is not returned, is well.
  static Aftermath none(AlertRule rule, long atMillis) {
    return new Aftermath(rule, (_, at) -> new Value.Scalar(at, Double.NaN), atMillis);
  }

  /// The series for which a firing alert goes on: they are better than the condition asks for, but
  /// not well yet.
  public List<InstantSample> lingering() {
    return rule.keepFiringWhile().map(this::samples).orElse(List.of());
  }

  /// The series that there is data for; nothing if that cannot be told.
  public Optional<List<InstantSample>> present() {
    return Presence.of(rule.expr()).flatMap(this::vector);
  }

  /// Whether there is nothing that the rule could judge.
  boolean isWithoutData() {
    return present().map(List::isEmpty).orElse(false);
  }

  private List<InstantSample> samples(Expr expr) {
    return vector(expr).orElse(List.of());
  }

  private Optional<List<InstantSample>> vector(Expr expr) {
    return query.instant(expr, atMillis) instanceof Value.InstantVector(var samples)
        ? Optional.of(samples)
        : Optional.empty();
  }
}
