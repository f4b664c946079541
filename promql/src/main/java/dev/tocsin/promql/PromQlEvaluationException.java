package dev.tocsin.promql;

/// An expression that reads well cannot be evaluated on the series at hand, for example because two
/// series match where one may.
public class PromQlEvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PromQlEvaluationException(String message) {
    super(message);
  }
}
