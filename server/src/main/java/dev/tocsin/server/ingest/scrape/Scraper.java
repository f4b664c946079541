package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.SeriesReader;
import dev.tocsin.server.ingest.Cadence;
import dev.tocsin.server.ingest.SampleSink;
import dev.tocsin.server.ingest.TargetStatus;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Collects from all configured targets, each at its own times, spread over the interval. A target
/// is never asked twice at a time, and not more than a fixed number of targets at once: the others
/// wait, which their report shows as a shifted time, not as a failure.
public final class Scraper {
  private static final Logger LOG = System.getLogger(Scraper.class.getName());

  /// Bodies are held in memory while they are read; this bounds how many.
  private static final int AT_ONCE_LIMIT = 32;

  private final SampleSink sink;
  private final FormerSeries former;
  private final InstantSource clock;
  private final ExpositionClient client = new ExpositionClient();
  private final Semaphore permits = new Semaphore(AT_ONCE_LIMIT, true);
  private final Map<Key, Running> running = new LinkedHashMap<>();
  private boolean started;

  /// What makes a target the same one after the configuration is read again.
  private record Key(ScrapeJob job, ScrapeJob.Target target) {}

  private record Running(ScrapeTarget target, Cadence cadence) {}

  /// @param history tells which series the targets sent before this start
  public Scraper(
      ScrapeOptions options, SampleSink sink, SeriesReader history, InstantSource clock) {
    this.sink = sink;
    this.former = new FormerSeries(history);
    this.clock = clock;
    add(options);
  }

  private void add(ScrapeOptions options) {
    for (var job : options.jobs()) {
      // alone it decides who is the same; its targets come and go one by one
      var settings = new ScrapeJob(job.name(), List.of(), job.timing(), job.token(), job.body());
      for (var target : job.targets()) {
        running.computeIfAbsent(new Key(settings, target), this::prepared);
      }
    }
  }

  private Running prepared(Key key) {
    var target = new ScrapeTarget(key.job(), key.target(), client, sink, former);
    var name = "scrape " + key.target().labels();
    var cadence = new Cadence(name, key.job().timing().interval(), clock, at -> scrape(target, at));
    return new Running(target, cadence);
  }

  public synchronized void start() {
    started = true;
    running.values().forEach(it -> it.cadence().start());
  }

  /// Ends all work; the series stay as they are, so that a restart leaves no gap in them.
  public synchronized void stop() {
    started = false;
    running.values().forEach(it -> it.cadence().halt());
    running.values().forEach(it -> it.cadence().await());
    client.close();
  }

  /// Goes over to other options: unchanged targets go on, removed ones end with markers.
  public synchronized void reload(ScrapeOptions options) {
    var before = Map.copyOf(running);
    running.clear();
    add(options);
    running.replaceAll((key, fresh) -> before.getOrDefault(key, fresh));
    var removed = new ArrayList<Running>();
    before.forEach(
        (key, it) -> {
          if (!running.containsKey(key)) {
            removed.add(it);
          }
        });
    removed.forEach(it -> it.cadence().halt());
    removed.forEach(it -> it.cadence().await());
    removed.forEach(it -> end(it.target()));
    if (started) {
      start();
    }
  }

  private void end(ScrapeTarget target) {
    try {
      target.remove(clock.millis());
    } catch (UncheckedIOException e) {
      LOG.log(Level.ERROR, () -> "the end of " + target.target().address() + " is not stored", e);
    }
  }

  /// All targets, by job and instance.
  public synchronized List<TargetStatus> targets() {
    return running.values().stream()
        .map(it -> it.target().status())
        .sorted(Comparator.comparing(TargetStatus::job).thenComparing(TargetStatus::instance))
        .toList();
  }

  /// Collects from every target once, one after the other, now.
  void runOnce() {
    List<Running> all;
    synchronized (this) {
      all = List.copyOf(running.values());
    }
    all.forEach(it -> scrape(it.target(), clock.millis()));
  }

  private void scrape(ScrapeTarget target, long atMillis) {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      target.scrape(atMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      permits.release();
    }
  }
}
