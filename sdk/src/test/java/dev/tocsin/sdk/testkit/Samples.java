package dev.tocsin.sdk.testkit;

import dev.tocsin.sdk.metrics.Telemetry;
import java.util.List;

/// The sample lines of a scrape.
public final class Samples {

  private Samples() {}

  public static List<String> of(Telemetry telemetry, String prefix) {
    return telemetry
        .scrape(null)
        .body()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .sorted()
        .toList();
  }
}
