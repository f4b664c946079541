package dev.tocsin.sdk.metrics;

import java.util.List;

/// The sample lines of one metric in the text format.
final class Lines {

  private Lines() {}

  static List<String> of(Telemetry telemetry, String prefix) {
    return telemetry.scrape(null).body().lines().filter(line -> line.startsWith(prefix)).toList();
  }
}
