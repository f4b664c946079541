package dev.tocsin.sdk.metrics;

import java.util.Locale;

/// The states in which a crawl record waits.
public enum CrawlState {
  QUEUED,
  RUNNING;

  /// As the records themselves write it, in capitals.
  String label() {
    return name().toUpperCase(Locale.ROOT);
  }
}
