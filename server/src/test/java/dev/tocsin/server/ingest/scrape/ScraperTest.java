package dev.tocsin.server.ingest.scrape;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ingest.Refusal;
import dev.tocsin.server.ingest.SampleLimits;
import dev.tocsin.server.ingest.SampleSink;
import dev.tocsin.server.ingest.TargetStatus.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScraperTest {
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final String TEXT = ScrapeFixture.TEXT;

  private ScrapeFixture fixture = new ScrapeFixture("");

  @AfterEach
  void close() {
    fixture.close();
  }

  private void use(String job) {
    fixture.close();
    fixture = new ScrapeFixture(job);
  }

  private void scrape(String body) {
    fixture.server.answer(TEXT, body);
    fixture.scrapeAfter(STEP);
  }

  @Test
  void samplesGetTheTargetsLabelsAndTheTimeOfTheScrape() {
    use("labels: {team: checkout}");
    scrape("orders_total{kind=\"card\"} 3\n");
    scrape("orders_total{kind=\"card\"} 5\n");

    assertEquals(
        "15=3.0 30=5.0", fixture.samples("orders_total", "kind", "card", "team", "checkout"));
    assertEquals("15=1.0 30=1.0", fixture.samples("up", "team", "checkout"));
    assertEquals("15=1.0 30=1.0", fixture.samples("scrape_samples_scraped", "team", "checkout"));
    assertEquals("15=1.0 30=0.0", fixture.samples("scrape_series_added", "team", "checkout"));
    // A duration below a millisecond is written with an exponent.
    var durations = fixture.samples("scrape_duration_seconds", "team", "checkout");
    assertTrue(durations.matches("15=(0\\.\\d+|\\d\\.\\d+E-\\d+) 30=.*"), durations);
  }

  @Test
  void aScrapeIsOneCommit() {
    scrape("a 1\nb 2\nc 3\n");
    assertEquals(1, fixture.store.commits());
  }

  @Test
  void labelsThatTheTargetSendsItselfAreKeptUnderAnotherName() {
    scrape("a{job=\"own\",instance=\"me\",exported_job=\"x\"} 1\n");
    assertEquals(
        "15=1.0",
        fixture.samples(
            "a", "exported_job", "x", "exported_exported_job", "own", "exported_instance", "me"));
  }

  @Test
  void aSeriesThatVanishesIsMarkedOnceAndMayComeBack() {
    scrape("a 1\nb 1\n");
    scrape("a 2\n");
    scrape("a 3\n");
    scrape("a 4\nb 4\n");
    assertEquals("15=1.0 30=2.0 45=3.0 60=4.0", fixture.samples("a"));
    assertEquals("15=1.0 30=stale 60=4.0", fixture.samples("b"));
  }

  @Test
  void samplesWithTimestampsOfTheirOwnAreStoredAtThatTimeAndNotMarked() {
    long at = fixture.clock.millis() + 1_000;
    scrape("a 1 " + at + "\nb 1\n");
    scrape("b 2\n");
    assertEquals("1=1.0", fixture.samples("a"));
  }

  @Test
  void aTargetThatFailsEndsAllItsSeriesOnceAndIsDown() {
    scrape("a 1\n");
    fixture.server.answerStatus("500 Internal Server Error");
    fixture.scrapeAfter(STEP);
    fixture.scrapeAfter(STEP);
    scrape("a 4\n");

    assertEquals("15=1.0 30=stale 60=4.0", fixture.samples("a"));
    assertEquals("15=1.0 30=0.0 45=0.0 60=1.0", fixture.samples("up"));
    assertEquals("15=1.0 30=0.0 45=0.0 60=1.0", fixture.samples("scrape_samples_scraped"));
  }

  @Test
  void aTextWithABadLineCountsAsAWholeAsFailed() {
    scrape("a 1\n");
    scrape("a 2\nb{ 1\nc 3\n");

    assertEquals("15=1.0 30=stale", fixture.samples("a"));
    assertEquals("", fixture.samples("c"));
    assertEquals("line 2, column 2: the labels are not closed", fixture.last().error());
    assertEquals(Health.DOWN, fixture.scraper.targets().getFirst().health());
  }

  @Test
  void badLinesCanBeLeftOutInstead() {
    use("bad_lines: reject_line");
    scrape("a 1\nb{ 1\nc{x=\"1\",x=\"2\"} 1\nd 4\n");

    assertEquals("15=1.0", fixture.samples("a"));
    assertEquals("15=4.0", fixture.samples("d"));
    assertEquals("15=1.0", fixture.samples("up"));
    assertEquals(
        "line 2, column 2: the labels are not closed (and 1 more)", fixture.last().warning());

    scrape("\0\1\2 x\nrubbish\n");
    assertEquals("15=1.0 30=0.0", fixture.samples("up"));
    assertTrue(
        fixture.last().error().startsWith("no line is usable: line 1"), fixture.last().error());
  }

  @Test
  void aSeriesThatStandsThereTwiceKeepsItsFirstValueAndIsTold() {
    scrape("a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 2\nb 1\n");

    assertEquals("15=1.0", fixture.samples("a", "x", "1", "y", "2"));
    assertEquals("15=1.0", fixture.samples("b"));
    assertEquals("15=1.0", fixture.samples("up"));
    assertEquals(1, fixture.sink.refused().get(Refusal.DUPLICATE));
    assertTrue(fixture.last().warning().contains("is there twice"), fixture.last().warning());
  }

  @Test
  void aTargetWithMoreSamplesThanItMaySendFails() {
    use("sample_limit: 2");
    scrape("a 1\nb 1\n");
    scrape("a 2\nb 2\nc 2\n");

    assertEquals("15=1.0 30=stale", fixture.samples("a"));
    assertEquals("", fixture.samples("c"));
    assertEquals("there are more than 2 samples", fixture.last().error());
    assertEquals(1, fixture.sink.refused().get(Refusal.SAMPLE_LIMIT));
  }

  @Test
  void aSeriesBeyondTheLimitsFailsTheScrapeWithItsReason() {
    scrape("a{b=\"" + "x".repeat(5_000) + "\"} 1\n");
    assertTrue(fixture.last().error().contains("5000 characters"), fixture.last().error());
    assertEquals(1, fixture.sink.refused().get(Refusal.VALUE_TOO_LONG));
  }

  @Test
  void aStoreThatCannotWriteFailsTheScrapeAndTheNextOneGoesOn() {
    scrape("a 1\n");
    fixture.store.fill(true);
    scrape("a 2\n");
    assertTrue(fixture.last().error().contains("no space left"), fixture.last().error());
    fixture.store.fill(false);
    scrape("a 3\n");
    assertEquals("15=1.0 45=3.0", fixture.samples("a"));
    assertEquals("", fixture.last().error());
  }

  @Test
  void aRestartLeavesNoGapAndMarksWhatTheTargetNoLongerSends() {
    scrape("a 1\nb 1\n");
    var recorded = fixture.series("job:a:sum");
    try (var batch = fixture.sink.open()) {
      batch.add(recorded, fixture.clock.millis(), 7);
      batch.commit();
    }
    fixture.scraper.stop();
    fixture.clock.advance(STEP);
    fixture.server.answer(TEXT, "a 2\n");
    var restarted = fixture.restarted("");
    restarted.runOnce();
    fixture.clock.advance(STEP);
    restarted.runOnce();
    restarted.stop();

    assertEquals("15=1.0 30=2.0 45=2.0", fixture.samples("a"));
    assertEquals("15=1.0 30=stale", fixture.samples("b"));
    assertEquals("15=7.0", fixture.samples("job:a:sum"));
  }

  @Test
  void aRestartMarksWhatATargetSentThatFailsNow() {
    scrape("a 1\n");
    fixture.clock.advance(STEP);
    fixture.server.answerStatus("503 Service Unavailable");
    var restarted = fixture.restarted("");
    restarted.runOnce();
    restarted.stop();
    assertEquals("15=1.0 30=stale", fixture.samples("a"));
    assertEquals("15=1.0 30=0.0", fixture.samples("up"));
  }

  @Test
  void aRemovedTargetEndsWithMarkersAndAnUnchangedOneGoesOn() {
    scrape("a 1\n");
    fixture.scraper.reload(fixture.options(""));
    assertEquals("15=1.0", fixture.samples("a"));
    assertEquals(1, fixture.last().samples());

    fixture.clock.advance(STEP);
    fixture.scraper.reload(new ScrapeOptions(List.of()));
    assertEquals("15=1.0 30=stale", fixture.samples("a"));
    assertEquals("15=1.0 30=stale", fixture.samples("up"));
    assertEquals(List.of(), fixture.scraper.targets());
  }

  @Test
  void theRequestAsksForKnownFormatsAndShowsTheToken(@TempDir Path folder) throws IOException {
    var token = folder.resolve("token");
    Files.writeString(token, "one\n");
    use("bearer_token_file: " + token + "\nmetrics_path: /internal/metrics");
    scrape("a 1\n");
    Files.writeString(token, "two\n");
    scrape("a 1\n");
    Files.delete(token);
    scrape("a 1\n");

    var first = fixture.server.requests().getFirst();
    assertTrue(first.startsWith("GET /internal/metrics HTTP/1.1\r\n"), first);
    assertTrue(first.contains("Authorization: Bearer one\r\n"), first);
    assertTrue(first.contains("application/openmetrics-text;version=1.0.0"), first);
    assertTrue(fixture.server.requests().get(1).contains("Authorization: Bearer two\r\n"));
    assertEquals(2, fixture.server.requests().size());
    assertTrue(fixture.last().error().contains("cannot be read"), fixture.last().error());
  }

  @Test
  void aTargetThatWritesItsLabelsInANewOrderEachTimeStaysOneSeries() {
    var labels = List.of("p=\"1\"", "q=\"2\"", "r=\"3\"", "s=\"4\"", "t=\"5\"");
    for (int round = 0; round < 200; round++) {
      var order = new ArrayList<>(labels);
      Collections.shuffle(order, new Random(round));
      scrape("a{" + String.join(",", order) + "} " + round + "\n");
    }
    var series = fixture.series("a", "p", "1", "q", "2", "r", "3", "s", "4", "t", "5");
    assertEquals(200, fixture.store.samples(series).split(" ", -1).length);
    assertEquals("", fixture.last().warning());
  }

  @Test
  void manySeriesThatComeAndGoKeepTheirOwnValues() {
    for (int round = 1; round <= 12; round++) {
      var body = new StringBuilder();
      for (int i = 0; i < 300; i++) {
        if (i % round == 0) {
          body.append("m{i=\"").append(i).append("\"} ").append(i * 1_000 + round).append('\n');
        }
      }
      scrape(body.toString());
    }
    for (int i = 1; i < 300; i++) {
      var expected = new StringBuilder();
      boolean live = false;
      for (int round = 1; round <= 12; round++) {
        boolean sent = i % round == 0;
        if (sent || live) {
          expected.append(expected.isEmpty() ? "" : " ").append(15 * round).append('=');
          expected.append(sent ? (i * 1_000 + round) + ".0" : "stale");
        }
        live = sent;
      }
      assertEquals(expected.toString(), fixture.samples("m", "i", Integer.toString(i)));
    }
  }

  @Test
  void startedItCollectsByItselfUntilItIsStopped() {
    fixture.close();
    fixture = new ScrapeFixture("interval: 1s");
    fixture.server.answer(TEXT, "a 1\n");
    var clock = InstantSource.system();
    var sink = new SampleSink(fixture.store, clock, SampleLimits.defaults());
    var scraper = new Scraper(fixture.options("interval: 1s"), sink, fixture.store, clock);
    scraper.start();
    await().until(() -> scraper.targets().getFirst().health() == Health.UP);
    scraper.stop();
    assertTrue(fixture.store.series().contains(fixture.series("a")));
  }
}
