package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.Labels;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.ingest.HandMadeServer;
import dev.tocsin.server.ingest.MemorySeries;
import dev.tocsin.server.ingest.SampleLimits;
import dev.tocsin.server.ingest.SampleSink;
import dev.tocsin.server.ingest.TargetStatus;
import java.time.Duration;
import java.util.Map;

/// A scraper of one hand-made target, with everything that the tests look at.
final class ScrapeFixture implements AutoCloseable {
  static final String TEXT = "text/plain; version=0.0.4";

  final ManualClock clock = new ManualClock();
  final MemorySeries store = new MemorySeries();
  final SampleSink sink = new SampleSink(store, clock, SampleLimits.defaults());
  final HandMadeServer server = new HandMadeServer();
  final Scraper scraper;

  /// @param job more lines for the job, such as `sample_limit: 5`, separated by line ends
  ScrapeFixture(String job) {
    scraper = new Scraper(options(job), sink, store, clock);
  }

  ScrapeOptions options(String job) {
    var text =
        """
        jobs:
          - job: shop
            targets: [%s]
        """
                .formatted(server.place())
            + job.indent(4);
    var problems = new Problems();
    var options = ScrapeOptions.read(ConfigFile.parse("tocsin.yml", text, Map.of(), problems));
    problems.throwIfAny();
    return options;
  }

  /// Another scraper over the same store, as after a restart of the server.
  Scraper restarted(String job) {
    return new Scraper(options(job), sink, store, clock);
  }

  /// A time in milliseconds after the start; goes there and collects.
  void scrapeAfter(Duration step) {
    clock.advance(step);
    scraper.runOnce();
  }

  TargetStatus.Collection last() {
    return scraper.targets().getFirst().last().orElseThrow();
  }

  /// The samples of a series of the target, with times counted in seconds from the clock's start.
  String samples(String name, String... labels) {
    return relative(store.samples(series(name, labels)));
  }

  Labels series(String name, String... labels) {
    return Labels.of(labels)
        .with("__name__", name)
        .with("job", "shop")
        .with("instance", server.place());
  }

  private static String relative(String samples) {
    long start = new ManualClock().millis();
    var text = new StringBuilder();
    for (var sample : samples.isEmpty() ? new String[0] : samples.split(" ", -1)) {
      var parts = sample.split("=", 2);
      text.append(text.isEmpty() ? "" : " ");
      text.append((Long.parseLong(parts[0]) - start) / 1_000).append('=').append(parts[1]);
    }
    return text.toString();
  }

  @Override
  public void close() {
    scraper.stop();
    server.close();
  }
}
