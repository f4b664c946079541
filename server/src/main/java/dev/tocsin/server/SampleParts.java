package dev.tocsin.server;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.database.Leases;
import dev.tocsin.server.ingest.SampleLimits;
import dev.tocsin.server.ingest.SampleSink;
import dev.tocsin.server.ingest.scrape.Scraper;
import dev.tocsin.server.probe.Probes;
import dev.tocsin.server.probe.ServiceStatuses;
import dev.tocsin.server.query.Queries;
import dev.tocsin.server.store.SampleStore;
import dev.tocsin.server.store.StoreOptions;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// Where samples come in, stay, and are asked for.
final class SampleParts {
  /// The job under which the server watches itself.
  private static final String SELF = "tocsin";

  private final ServerOptions.Samples options;
  private final SampleStore store;
  private final SampleSink sink;
  private final Queries queries;
  private final Scraper scraper;
  private final ServiceStatuses statuses;
  private final Probes probes;

  SampleParts(
      ServerOptions.Samples options,
      Path dataFolder,
      Database database,
      Leases leases,
      InstantSource clock) {
    this.options = options;
    store = open(options.store(), dataFolder, clock);
    sink = new SampleSink(store.writer(), clock, SampleLimits.defaults());
    queries = new Queries(store.reader(), options.query());
    scraper = new Scraper(options.scrape(), sink, store.reader(), clock);
    statuses = new ServiceStatuses(database, clock, new Ids(clock));
    statuses.declare(options.probes());
    probes = new Probes(options.probes(), statuses, sink, leases, clock);
  }

  private static SampleStore open(StoreOptions options, Path dataFolder, InstantSource clock) {
    try {
      return SampleStore.open(options, dataFolder, clock);
    } catch (UncheckedIOException e) {
      throw new DataFolder.UnusableException(
          "cannot open the series in "
              + dataFolder.toAbsolutePath()
              + " ("
              + e.getMessage()
              + "); make its files readable and writable for this user or move them away",
          e);
    }
  }

  SampleStore store() {
    return store;
  }

  SampleSink sink() {
    return sink;
  }

  Queries queries() {
    return queries;
  }

  Scraper scraper() {
    return scraper;
  }

  ServiceStatuses statuses() {
    return statuses;
  }

  /// Writes what rules compute. A sample that the store does not take (a repeated evaluation of the
  /// same time, say) is counted by the sink.
  void record(List<InstantSample> samples) {
    try (var batch = sink.open()) {
      for (var sample : samples) {
        batch.add(sample.labels(), sample.timestampMillis(), sample.value());
      }
      batch.commit();
    }
  }

  /// @param port where this server answers
  /// @param metricsToken what it wants to see from those who read its metrics
  void start(int port, Secret metricsToken) {
    store.start();
    scraper.reload(options.scrape().with(SELF, "127.0.0.1:" + port, metricsToken));
    scraper.start();
    probes.start();
  }

  void stop() {
    probes.stop();
    scraper.stop();
    queries.close();
    store.close();
  }
}
