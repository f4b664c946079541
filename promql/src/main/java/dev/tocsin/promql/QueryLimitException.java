package dev.tocsin.promql;

/// A query asks for more than [QueryLimits] allow.
public final class QueryLimitException extends PromQlEvaluationException {
  private static final long serialVersionUID = 1L;

  public QueryLimitException(String message) {
    super(message);
  }
}
