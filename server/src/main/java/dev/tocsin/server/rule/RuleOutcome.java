package dev.tocsin.server.rule;

import dev.tocsin.promql.InstantSample;
import java.util.List;

/// What one evaluation of one alert rule came to.
///
/// @param atMillis the time that the expression was evaluated for
/// @param aftermath tells of series that are not in the result
public record RuleOutcome(AlertRule rule, long atMillis, Result result, Aftermath aftermath) {
  /// One of which nothing more is known than its result.
  public RuleOutcome(AlertRule rule, long atMillis, Result result) {
    this(rule, atMillis, result, Aftermath.none(rule, atMillis));
  }

  /// The series for which the condition holds, or why that is unknown.
  public sealed interface Result {
    /// The condition holds for these series and for no others.
    record Samples(List<InstantSample> samples) implements Result {
      public Samples {
        samples = List.copyOf(samples);
      }
    }

    /// Nothing is known about this time: nothing fires and nothing resolves.
    record Failed(String reason) implements Result {}
  }
}
