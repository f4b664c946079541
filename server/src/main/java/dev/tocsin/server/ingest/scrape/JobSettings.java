package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.Labels;
import dev.tocsin.server.config.Settings;
import dev.tocsin.server.ingest.MetricNames;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads one item of `scrape.jobs`.
final class JobSettings {
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9_.-]+:\\d{1,5}|\\[[0-9a-fA-F:.]+]:\\d{1,5}");
  private static final int MOST_PORT = 65_535;
  private static final int USUAL_SAMPLE_LIMIT = 100_000;
  private static final int MOST_SAMPLE_LIMIT = 5_000_000;
  private static final int USUAL_BODY_LIMIT_BYTES = 32 * 1024 * 1024;
  private static final int MOST_BODY_LIMIT_BYTES = 512 * 1024 * 1024;

  /// What a body may be unless the configuration says otherwise.
  static final ScrapeJob.BodyRules USUAL_BODY_RULES =
      new ScrapeJob.BodyRules(USUAL_SAMPLE_LIMIT, USUAL_BODY_LIMIT_BYTES, BadLines.REJECT_SCRAPE);

  /// Scheme choices as the file writes them.
  private enum Scheme {
    HTTP,
    HTTPS
  }

  private final Settings section;

  private JobSettings(Settings section) {
    this.section = section;
  }

  static ScrapeJob read(Settings section, ScrapeJob.Timing usual) {
    return new JobSettings(section).job(usual);
  }

  private ScrapeJob job(ScrapeJob.Timing usual) {
    var name = section.required("job", "name what the targets are, such as marketplace");
    var job = new ScrapeJob(name, targets(name), timing(usual), token(), bodyRules());
    section.finish();
    return job;
  }

  private ScrapeJob.Timing timing(ScrapeJob.Timing usual) {
    var interval =
        section.duration(
            "interval",
            usual.interval(),
            ScrapeOptions.LEAST_INTERVAL,
            ScrapeOptions.MOST_INTERVAL);
    var timeout =
        section.duration(
            "timeout",
            ScrapeOptions.shorter(usual.timeout(), interval),
            ScrapeOptions.LEAST_TIMEOUT,
            ScrapeOptions.MOST_INTERVAL);
    if (timeout.compareTo(interval) > 0) {
      section.report("timeout", "is longer than the interval", "use a shorter one");
    }
    return new ScrapeJob.Timing(interval, timeout);
  }

  private BearerToken token() {
    var inline = section.secret("bearer_token");
    var file = section.text("bearer_token_file");
    if (inline.isPresent() && file.isPresent()) {
      section.report("bearer_token_file", "stands beside bearer_token", "keep one of them");
    }
    if (inline.isPresent()) {
      if (inline.get().reveal().chars().anyMatch(c -> c <= ' ' || c > '~')) {
        section.report("bearer_token", "has characters that no token has", "check its quotes");
      }
      return new BearerToken.Inline(inline.get());
    }
    return file.<BearerToken>map(it -> new BearerToken.InFile(Path.of(it)))
        .orElseGet(BearerToken.None::new);
  }

  private ScrapeJob.BodyRules bodyRules() {
    return new ScrapeJob.BodyRules(
        section.integer("sample_limit", USUAL_SAMPLE_LIMIT, 1, MOST_SAMPLE_LIMIT),
        section.integer("body_limit", USUAL_BODY_LIMIT_BYTES, 1, MOST_BODY_LIMIT_BYTES),
        section.choice("bad_lines", BadLines.class, BadLines.REJECT_SCRAPE));
  }

  private List<ScrapeJob.Target> targets(String job) {
    var scheme = section.choice("scheme", Scheme.class, Scheme.HTTP);
    var path = section.text("metrics_path", "/metrics");
    if (!path.startsWith("/")) {
      section.report("metrics_path", "\"" + path + "\" is no path", "start it with /");
      path = "/" + path;
    }
    var labels = labels();
    var targets = new ArrayList<ScrapeJob.Target>();
    for (var place : section.texts("targets")) {
      var prefix = scheme == Scheme.HTTPS ? "https://" : "http://";
      if (!isAddress(place)) {
        section.report("targets", "\"" + place + "\" is not host:port", "write shop.local:8080");
        continue;
      }
      try {
        var all = Labels.builder();
        labels.forEach(all::set);
        all.set("job", job).set("instance", place);
        targets.add(new ScrapeJob.Target(URI.create(prefix + place + path), all.build()));
      } catch (IllegalArgumentException e) {
        section.report("metrics_path", "\"" + path + "\" is no path", "write one such as /metrics");
      }
    }
    if (section.texts("targets").isEmpty()) {
      section.report("targets", "is empty", "list what to collect from: [localhost:8081]");
    }
    return targets;
  }

  private static boolean isAddress(String place) {
    return ADDRESS.matcher(place).matches() && port(place) > 0 && port(place) <= MOST_PORT;
  }

  private static int port(String place) {
    return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
  }

  private Map<String, String> labels() {
    var labels = section.labels("labels");
    for (var name : labels.keySet()) {
      if (!MetricNames.isLabelName(name) || name.startsWith("__")) {
        section.report("labels", "\"" + name + "\" is no label name", "use letters, digits and _");
      } else if (name.equals("job") || name.equals("instance")) {
        section.report("labels", "\"" + name + "\" is set by itself", "remove it");
      }
    }
    return labels;
  }
}
