package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.Labels;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// What is collected from where: the section `scrape`.
public record ScrapeOptions(List<ScrapeJob> jobs) {
  static final Duration USUAL_INTERVAL = Duration.ofSeconds(15);
  static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
  static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
  static final Duration MOST_INTERVAL = Duration.ofHours(1);
  static final Duration LEAST_TIMEOUT = Duration.ofMillis(10);

  /// Beyond this a machine of this size does nothing else than scrape.
  static final int TARGET_LIMIT = 5_000;

  public ScrapeOptions {
    jobs = List.copyOf(jobs);
  }

  /// Reads the keys `interval`, `timeout` and `jobs`.
  public static ScrapeOptions read(Settings section) {
    var interval = section.duration("interval", USUAL_INTERVAL, LEAST_INTERVAL, MOST_INTERVAL);
    var timeout =
        section.duration("timeout", shorter(USUAL_TIMEOUT, interval), LEAST_TIMEOUT, MOST_INTERVAL);
    if (timeout.compareTo(interval) > 0) {
      section.report("timeout", "is longer than the interval", "use a shorter one");
    }
    var usual = new ScrapeJob.Timing(interval, timeout);
    var jobs = section.sections("jobs").stream().map(job -> JobSettings.read(job, usual)).toList();
    section.finish();
    reportRepeats(section, jobs);
    return new ScrapeOptions(jobs);
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /// Two targets with the same labels would write over each other.
  private static void reportRepeats(Settings section, List<ScrapeJob> jobs) {
    var seen = new HashMap<Object, ScrapeJob.Target>();
    int count = 0;
    for (var job : jobs) {
      for (var target : job.targets()) {
        count++;
        var twin = seen.putIfAbsent(target.labels(), target);
        if (twin != null) {
          section.report(
              "jobs",
              "the target " + target.address() + " has the same labels as " + twin.address(),
              "keep one of them or give it another job name");
        }
      }
    }
    if (count > TARGET_LIMIT) {
      section.report("jobs", count + " targets are too many", "use at most " + TARGET_LIMIT);
    }
  }

  /// These jobs and one more with one target, on the usual timing.
  ///
  /// @param address host and port
  public ScrapeOptions with(String job, String address, Secret bearerToken) {
    var labels = Labels.of("job", job, "instance", address);
    var target = new ScrapeJob.Target(URI.create("http://" + address + "/metrics"), labels);
    var all = new ArrayList<>(jobs);
    all.add(
        new ScrapeJob(
            job,
            List.of(target),
            new ScrapeJob.Timing(USUAL_INTERVAL, USUAL_TIMEOUT),
            new BearerToken.Inline(bearerToken),
            JobSettings.USUAL_BODY_RULES));
    return new ScrapeOptions(all);
  }
}
