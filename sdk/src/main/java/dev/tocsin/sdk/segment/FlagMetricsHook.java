package dev.tocsin.sdk.segment;

import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the evaluations that go through OpenFeature. A flag without named variants counts under
/// its value when it is a boolean, otherwise under `unnamed`; a failed evaluation counts under
/// `error`.
public final class FlagMetricsHook implements Hook<Object> {

  private final FlagMetrics metrics;

  public FlagMetricsHook(FlagMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void finallyAfter(
      HookContext<Object> context,
      FlagEvaluationDetails<Object> details,
      Map<String, Object> hints) {
    metrics.recordEvaluation(context.getFlagKey(), variant(details));
  }

  private static String variant(FlagEvaluationDetails<Object> details) {
    if (details.getErrorCode() != null) {
      return "error";
    }
    @Nullable String variant = details.getVariant();
    if (variant != null && !variant.isBlank()) {
      return variant;
    }
    return details.getValue() instanceof Boolean value ? value.toString() : "unnamed";
  }
}
