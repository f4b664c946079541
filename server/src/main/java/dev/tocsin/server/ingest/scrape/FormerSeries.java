package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.series.SampleKind;
import dev.tocsin.series.Series;
import dev.tocsin.series.SeriesReader;
import dev.tocsin.series.Staleness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/// What a target sent before the server was started: the series that the store holds for it and
/// that queries still see as going on.
final class FormerSeries {
  /// Queries look back this far for the last sample; what is older has ended by itself.
  private static final Duration LOOK_BACK = Duration.ofMinutes(5);

  private final SeriesReader reader;

  FormerSeries(SeriesReader reader) {
    this.reader = reader;
  }

  Set<Labels> of(Labels target, long atMillis) {
    var matchers = new ArrayList<Matcher>();
    for (int i = 0; i < target.size(); i++) {
      matchers.add(Matcher.equal(target.name(i), target.value(i)));
    }
    var found = new HashSet<Labels>();
    var from = atMillis - LOOK_BACK.toMillis();
    for (var series : reader.select(from, atMillis, matchers)) {
      if (isScraped(series.labels()) && goesOn(series)) {
        found.add(series.labels());
      }
    }
    return found;
  }

  /// Results of rules keep the labels of a target, but they are not the target's. By convention
  /// recorded names have a colon and scraped ones have none.
  private static boolean isScraped(Labels labels) {
    var name = labels.metricName();
    return name.indexOf(':') < 0
        && !name.startsWith("ALERTS")
        && !TargetReport.NAMES.contains(name);
  }

  private static boolean goesOn(Series series) {
    var samples = series.samples();
    boolean live = false;
    while (samples.next() != SampleKind.END) {
      live = !Staleness.isMarker(samples.value());
    }
    return live;
  }
}
