package dev.tocsin.promql;

/// A query was stopped before its end, by its caller or by its deadline.
public final class QueryCancelledException extends PromQlEvaluationException {
  private static final long serialVersionUID = 1L;

  public QueryCancelledException(String message) {
    super(message);
  }
}
