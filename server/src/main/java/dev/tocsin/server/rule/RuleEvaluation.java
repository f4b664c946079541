package dev.tocsin.server.rule;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.promql.Value;
import dev.tocsin.series.Labels;
import dev.tocsin.server.rule.AlertRule.NoData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Evaluates single rules for a time; knows nothing of schedules.
public final class RuleEvaluation {
  private final RuleQuery query;

  public RuleEvaluation(RuleQuery query) {
    this.query = query;
  }

  /// Never throws: what goes wrong is the result.
  ///
  /// @param group which the rule is of
  public RuleOutcome alert(AlertRule rule, RuleGroup group, long atMillis) {
    long looksAt = atMillis - group.queryOffset().toMillis();
    var aftermath = new Aftermath(rule, query, looksAt);
    RuleOutcome.Result result;
    try {
      var samples = samples(rule, group.limit(), looksAt);
      boolean alerts = rule.noData().orElse(NoData.KEEP) == NoData.ALERT;
      boolean missing = alerts && samples.isEmpty() && aftermath.isWithoutData();
      result = new RuleOutcome.Result.Samples(missing ? List.of(missing(looksAt)) : samples);
    } catch (RuntimeException e) {
      result = new RuleOutcome.Result.Failed(reason(e));
    }
    return new RuleOutcome(rule, atMillis, result, aftermath);
  }

  private static InstantSample missing(long atMillis) {
    return new InstantSample(Labels.of("no_data", "true"), atMillis, Double.NaN);
  }

  /// The samples that a recording rule writes, for the time that its group looks at.
  ///
  /// @throws RuleFailure if its result cannot be written
  /// @throws RuntimeException if it cannot be evaluated
  public List<InstantSample> record(RecordingRule rule, RuleGroup group, long atMillis) {
    long looksAt = atMillis - group.queryOffset().toMillis();
    var written = new ArrayList<InstantSample>();
    var seen = new HashSet<Labels>();
    for (var sample : samples(rule, group.limit(), looksAt)) {
      var labels = sample.labels().toBuilder();
      rule.labels().forEach(labels::set);
      var series = labels.set(Labels.METRIC_NAME, rule.name()).build();
      if (!seen.add(series)) {
        throw new RuleFailure("returns two series that would both be written as " + series);
      }
      written.add(new InstantSample(series, looksAt, sample.value()));
    }
    return written;
  }

  private List<InstantSample> samples(Rule rule, int limit, long atMillis) {
    var samples =
        switch (query.instant(rule.expr(), atMillis)) {
          case Value.InstantVector(var vector) -> vector;
          case Value.Scalar(long at, double value) ->
              List.of(new InstantSample(Labels.EMPTY, at, value));
          case Value.Text _, Value.RangeMatrix _ ->
              throw new RuleFailure("returns neither an instant vector nor a number");
        };
    if (samples.size() > limit) {
      throw new RuleFailure(
          "returns %d series, more than the limit of %d; aggregate, select fewer, or raise limit"
              .formatted(samples.size(), limit));
    }
    return samples;
  }

  static String reason(RuntimeException failure) {
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
