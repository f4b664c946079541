package dev.tocsin.server.ingest.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.series.Matcher;
import dev.tocsin.series.SampleKind;
import dev.tocsin.series.Staleness;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.ingest.HandMadeServer;
import dev.tocsin.server.ingest.SampleLimits;
import dev.tocsin.server.ingest.SampleSink;
import dev.tocsin.server.store.SampleStore;
import dev.tocsin.server.store.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scraper with the store that it has in the product.
class ScraperOnDiskTest {
  private static final Duration STEP = Duration.ofSeconds(15);

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final HandMadeServer server = new HandMadeServer();

  @AfterEach
  void close() {
    server.close();
  }

  private Scraper scraper(SampleStore store) {
    var text = "jobs: [{job: shop, targets: [\"" + server.place() + "\"]}]";
    var options = ScrapeOptions.read(ConfigFile.parse("t.yml", text, Map.of(), new Problems()));
    var sink = new SampleSink(store.writer(), clock, SampleLimits.defaults());
    return new Scraper(options, sink, store.reader(), clock);
  }

  private void scrape(Scraper scraper, String body) {
    server.answer(ScrapeFixture.TEXT, body);
    clock.advance(STEP);
    scraper.runOnce();
    assertEquals("", scraper.targets().getFirst().last().orElseThrow().error());
  }

  private static List<String> values(SampleStore store, String name) {
    var values = new ArrayList<String>();
    for (var series :
        store.reader().select(0, Long.MAX_VALUE, List.of(Matcher.equal("__name__", name)))) {
      var samples = series.samples();
      while (samples.next() != SampleKind.END) {
        double value = samples.value();
        values.add(Staleness.isMarker(value) ? "stale" : Double.toString(value));
      }
    }
    return values;
  }

  @Test
  void aRestartOfTheServerLosesNothingAndEndsWhatVanishedMeanwhile() {
    try (var store = SampleStore.open(StoreOptions.defaults(), folder, clock)) {
      var scraper = scraper(store);
      scrape(scraper, "a 1\nb 1\n");
      scrape(scraper, "a 2\nb 2\n");
      scraper.stop();
    }
    try (var store = SampleStore.open(StoreOptions.defaults(), folder, clock)) {
      var scraper = scraper(store);
      scrape(scraper, "a 3\n");
      scrape(scraper, "a 4\n");
      scraper.stop();
      assertEquals(List.of("1.0", "2.0", "3.0", "4.0"), values(store, "a"));
      assertEquals(List.of("1.0", "2.0", "stale"), values(store, "b"));
      assertEquals(List.of("1.0", "1.0", "1.0", "1.0"), values(store, "up"));
    }
  }

  @Test
  void aSeriesThatRetentionRemovedIsCreatedAgain() {
    try (var store = SampleStore.open(StoreOptions.defaults(), folder, clock)) {
      var scraper = scraper(store);
      scrape(scraper, "a 1\n");
      clock.advance(Duration.ofDays(3));
      store.runOnce();
      assertEquals(List.of(), values(store, "a"));
      scrape(scraper, "a 2\n");
      scrape(scraper, "a 3\n");
      scraper.stop();
      assertEquals(List.of("2.0", "3.0"), values(store, "a"));
    }
  }
}
