package dev.tocsin.server.store;

import dev.tocsin.server.config.Settings;
import dev.tocsin.tsdb.TsdbOptions;
import java.time.Duration;

/// How many samples are kept, and for how long: the section `store`.
///
/// @param retention samples older than this are removed; memory grows with it
/// @param seriesLimit how many series may exist; further ones are refused at the door
public record StoreOptions(Duration retention, int seriesLimit) {
  private static final Duration USUAL_RETENTION = Duration.ofHours(24);

  /// Alert rules look back an hour and more; with less than this they would see holes.
  private static final Duration LEAST_RETENTION = Duration.ofHours(2);

  private static final Duration MOST_RETENTION = Duration.ofDays(90);

  public static StoreOptions defaults() {
    return new StoreOptions(USUAL_RETENTION, TsdbOptions.DEFAULT_SERIES_LIMIT);
  }

  /// Reads the keys `retention` and `series_limit`.
  public static StoreOptions read(Settings section) {
    var options =
        new StoreOptions(
            section.duration("retention", USUAL_RETENTION, LEAST_RETENTION, MOST_RETENTION),
            section.integer(
                "series_limit", TsdbOptions.DEFAULT_SERIES_LIMIT, 1, TsdbOptions.MAX_SERIES_LIMIT));
    section.finish();
    return options;
  }
}
