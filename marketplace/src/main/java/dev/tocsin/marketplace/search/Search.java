package dev.tocsin.marketplace.search;

import dev.tocsin.marketplace.catalogue.Catalogue;
import dev.tocsin.marketplace.catalogue.Product;
import dev.tocsin.marketplace.fault.Switch;
import dev.tocsin.marketplace.fault.Switchboard;
import dev.tocsin.sdk.metrics.HistogramFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/// Products that contain all words of a text.
@Component
class Search {
  static final int MOST_RESULTS = 24;
  private static final int MOST_WORDS = 6;
  private static final int LONGEST_WORD = 40;
  private static final Duration SLOWNESS = Duration.ofSeconds(3);
  private static final double[] BUCKETS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

  private final Catalogue catalogue;
  private final Switchboard switchboard;
  private final HistogramFamily completion;

  Search(Catalogue catalogue, Switchboard switchboard, Telemetry telemetry) {
    this.catalogue = catalogue;
    this.switchboard = switchboard;
    this.completion =
        telemetry.histogram(
            "search_completion_seconds",
            "Time from the start of a search to its end.",
            BUCKETS,
            "outcome");
  }

  List<Product> find(String text) {
    var begin = System.nanoTime();
    var outcome = "error";
    try {
      switchboard.holdWhile(Switch.SEARCH_SLOW, SLOWNESS);
      var words = words(text);
      var found = words.isEmpty() ? List.<Product>of() : catalogue.matching(words, MOST_RESULTS);
      outcome = found.isEmpty() ? "empty" : "found";
      return found;
    } finally {
      completion.record((System.nanoTime() - begin) / 1e9, outcome);
    }
  }

  static List<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1))
        .filter(word -> !word.isEmpty() && word.length() <= LONGEST_WORD)
        .limit(MOST_WORDS)
        .toList();
  }
}
