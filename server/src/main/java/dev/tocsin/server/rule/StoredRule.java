package dev.tocsin.server.rule;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A simple rule with its row's history.
///
/// @param createdMillis when it was made
/// @param updatedMillis when somebody last changed it
public record StoredRule(
    String id, SimpleRule rule, Figures figures, long createdMillis, long updatedMillis) {
  /// What its evaluations came to.
  ///
  /// @param lastTriggeredMillis when an alert of it last fired, or 0
  /// @param lastValue what was compared at the last evaluation, or null if there was nothing
  /// @param triggerCount how often alerts of it have fired
  public record Figures(
      long lastTriggeredMillis, @Nullable BigDecimal lastValue, int triggerCount) {}
}
