package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.Labels;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Targets that are collected from in the same way.
///
/// @param targets what each of them is called and where it is
record ScrapeJob(
    String name, List<Target> targets, Timing timing, BearerToken token, BodyRules body) {
  ScrapeJob {
    targets = List.copyOf(targets);
  }

  /// @param labels `job`, `instance` and what the configuration adds
  record Target(URI address, Labels labels) {}

  record Timing(Duration interval, Duration timeout) {}

  /// What a body may be.
  ///
  /// @param samples the most samples
  /// @param sizeBytes the most bytes after decompression
  record BodyRules(int samples, int sizeBytes, BadLines badLines) {}
}
