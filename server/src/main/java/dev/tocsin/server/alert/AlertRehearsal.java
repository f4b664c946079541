package dev.tocsin.server.alert;

import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.AlertRule.NoData;
import dev.tocsin.server.rule.RecordedSamples;
import dev.tocsin.server.rule.RuleOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Alerts that take the same course as in the [AlertBook] but are kept in memory and told to
/// nobody: for trying rules out.
public final class AlertRehearsal {
  /// A rule that says nothing else is tried out as Prometheus would have it.
  private static final Findings.Patience PATIENCE =
      new Findings.Patience(NoData.RESOLVE, Duration.ofHours(1), Long.MIN_VALUE);

  /// As a server bears missing data that nobody has set up.
  private static final Findings.Patience OF_SERVERS =
      new Findings.Patience(NoData.KEEP, AlertOptions.defaults().noDataHold(), Long.MIN_VALUE);

  private final RecordedSamples recorded;
  private final Findings.Patience patience;
  private final Map<AlertRule, List<Episode>> open = new HashMap<>();

  public AlertRehearsal(RecordedSamples recorded) {
    this(recorded, PATIENCE);
  }

  private AlertRehearsal(RecordedSamples recorded, Findings.Patience patience) {
    this.recorded = recorded;
    this.patience = patience;
  }

  /// One that bears missing data as a server does.
  static AlertRehearsal asOnServer() {
    return new AlertRehearsal(_ -> {}, OF_SERVERS);
  }

  /// Takes an outcome; one that failed changes nothing.
  public void evaluated(RuleOutcome outcome) {
    if (outcome.result() instanceof RuleOutcome.Result.Samples(var samples)) {
      var rule = outcome.rule();
      var before = open.getOrDefault(rule, List.of());
      var findings = Findings.of(outcome, samples, new Sightings(rule), before, patience);
      var after = new ArrayList<Episode>();
      before.stream()
          .filter(episode -> findings.unknown().contains(episode.fingerprint()))
          .forEach(after::add);
      for (var step : new AlertCourse(rule, outcome.atMillis()).steps(before, findings)) {
        switch (step) {
          case AlertCourse.Step.Begin(var episode) -> after.add(episode);
          case AlertCourse.Step.Update(_, var episode) -> after.add(episode);
          case AlertCourse.Step.Forget _ -> {}
        }
      }
      after.removeIf(episode -> episode.alert().state() == AlertState.RESOLVED);
      open.put(rule, after);
      recorded.record(AlertSeries.samples(before, after, outcome.atMillis()));
    }
  }

  /// The alerts of a name that fire now.
  public List<Alert> firing(String alertName) {
    return open.values().stream()
        .flatMap(List::stream)
        .map(Episode::alert)
        .filter(alert -> alert.state() == AlertState.FIRING)
        .filter(alert -> alert.ruleName().equals(alertName))
        .toList();
  }
}
