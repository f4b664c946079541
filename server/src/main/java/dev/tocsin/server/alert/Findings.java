package dev.tocsin.server.alert;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.server.alert.AlertCourse.Sighting;
import dev.tocsin.server.rule.AlertRule.NoData;
import dev.tocsin.server.rule.RuleOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What one evaluation says about the alerts of its rule.
///
/// @param sightings the series for which the condition holds, and those whose firing alert goes on
///   although it is better than the condition asks for
/// @param unknown fingerprints of open alerts of which nothing is known, because there is no data
record Findings(List<Sighting> sightings, Set<String> unknown) {
  Findings {
    sightings = List.copyOf(sightings);
    unknown = Set.copyOf(unknown);
  }

  static Findings of(List<Sighting> sightings) {
    return new Findings(sightings, Set.of());
  }

  /// How long missing data is borne.
  ///
  /// @param noData what it means unless the rule says otherwise
  /// @param hold how long an alert stays as it is
  /// @param sinceMillis since when somebody could have seen data: a server that has just started
  ///   has scraped nothing yet
  record Patience(NoData noData, Duration hold, long sinceMillis) {
    private boolean lasts(long lastKnownMillis, long atMillis) {
      return atMillis - Math.max(lastKnownMillis, sinceMillis) <= hold.toMillis();
    }
  }

  /// Looks after the open alerts that the outcome does not show.
  static Findings of(
      RuleOutcome outcome,
      List<InstantSample> samples,
      Sightings texts,
      List<Episode> open,
      Patience patience) {
    var sightings = new ArrayList<>(texts.of(samples));
    var seen = new HashSet<String>();
    sightings.forEach(it -> seen.add(it.fingerprint()));
    if (open.stream().anyMatch(it -> it.isFiring() && !seen.contains(it.fingerprint()))) {
      for (var lingering : lingering(outcome, texts, open)) {
        if (seen.add(lingering.fingerprint())) {
          sightings.add(lingering);
        }
      }
    }
    var missing = open.stream().filter(it -> !seen.contains(it.fingerprint())).toList();
    return new Findings(sightings, unknown(outcome, texts, missing, patience));
  }

  private static List<Sighting> lingering(
      RuleOutcome outcome, Sightings texts, List<Episode> open) {
    var firing = new HashSet<String>();
    open.stream().filter(Episode::isFiring).forEach(it -> firing.add(it.fingerprint()));
    return outcome.aftermath().lingering().stream()
        .map(texts::one)
        .filter(it -> firing.contains(it.fingerprint()))
        .toList();
  }

  private static Set<String> unknown(
      RuleOutcome outcome, Sightings texts, List<Episode> missing, Patience patience) {
    var noData = outcome.rule().noData().orElse(patience.noData());
    if (missing.isEmpty() || noData == NoData.RESOLVE) {
      return Set.of();
    }
    var present = outcome.aftermath().present().orElse(null);
    if (present == null) {
      return Set.of();
    }
    var withData = new HashSet<String>();
    present.forEach(sample -> withData.add(texts.one(sample).fingerprint()));
    var unknown = new HashSet<String>();
    for (var episode : missing) {
      boolean isBorne = patience.lasts(episode.alert().lastEvaluatedMillis(), outcome.atMillis());
      if (isBorne && !withData.contains(episode.fingerprint())) {
        unknown.add(episode.fingerprint());
      }
    }
    // An alert that says that there is no data has nothing to wait for.
    unknown.removeAll(
        missing.stream()
            .filter(it -> it.alert().label("no_data").equals("true"))
            .map(Episode::fingerprint)
            .toList());
    return unknown;
  }
}
