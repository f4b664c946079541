package dev.tocsin.server.alert;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Staleness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The state of alerts as series: `ALERTS{alertname, alertstate, …}` is 1 while an alert is pending
/// or firing, `ALERTS_FOR_STATE{alertname, …}` holds the second since when it is active.
///
/// Source: the Prometheus alerting rules.
final class AlertSeries {
  private AlertSeries() {}

  /// The samples of one evaluation; a series that was there before and is not now is ended.
  static List<InstantSample> samples(List<Episode> before, List<Episode> after, long atMillis) {
    var samples = new ArrayList<InstantSample>();
    var present = new HashSet<Labels>();
    for (var episode : after) {
      add(samples, present, new InstantSample(state(episode), atMillis, 1));
      double since = episode.alert().activeSinceMillis() / 1000.0;
      add(samples, present, new InstantSample(since(episode), atMillis, since));
    }
    for (var episode : before) {
      add(samples, present, new InstantSample(state(episode), atMillis, Staleness.MARKER));
      add(samples, present, new InstantSample(since(episode), atMillis, Staleness.MARKER));
    }
    return samples;
  }

  private static void add(List<InstantSample> samples, Set<Labels> present, InstantSample sample) {
    if (present.add(sample.labels())) {
      samples.add(sample);
    }
  }

  private static Labels state(Episode episode) {
    return Labels.of(episode.alert().labels())
        .with(Labels.METRIC_NAME, "ALERTS")
        .with("alertstate", episode.isFiring() ? "firing" : "pending");
  }

  private static Labels since(Episode episode) {
    return Labels.of(episode.alert().labels()).with(Labels.METRIC_NAME, "ALERTS_FOR_STATE");
  }
}
