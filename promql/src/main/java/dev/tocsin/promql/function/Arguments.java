package dev.tocsin.promql.function;

import dev.tocsin.promql.Annotations;
import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.promql.ast.Expr;
import java.util.List;

/// What a function is called with: the steps, the times of the whole query, the values of the
/// arguments and, for functions that look at the text, the call itself.
public record Arguments(
    Steps steps,
    QueryTimes query,
    Expr.Call call,
    List<Operand> operands,
    Annotations annotations) {
  public int count() {
    return operands.size();
  }

  public Expr expr(int index) {
    return call.arguments().get(index);
  }

  public List<StepSeries> vector(int index) {
    if (operands.get(index) instanceof Operand.Vector(List<StepSeries> series)) {
      return series;
    }
    throw unexpected(index);
  }

  public double[] scalar(int index) {
    if (operands.get(index) instanceof Operand.Scalar(double[] values)) {
      return values;
    }
    throw unexpected(index);
  }

  public String text(int index) {
    if (operands.get(index) instanceof Operand.Text(String text)) {
      return text;
    }
    throw unexpected(index);
  }

  public PromQlEvaluationException failure(String problem) {
    return new PromQlEvaluationException(problem + " in " + call.function() + "()");
  }

  private IllegalStateException unexpected(int index) {
    return new IllegalStateException("BUG: argument " + index + " of " + call.function());
  }
}
