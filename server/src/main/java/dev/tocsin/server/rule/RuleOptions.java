package dev.tocsin.server.rule;

import dev.tocsin.server.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Which rules are evaluated, and how.
///
/// @param packs names of the packs whose rules apply
/// @param directories folders of the operator's own rule files
/// @param evaluationInterval of groups that do not set their own
/// @param seriesPerRule the most series that one rule may return; more make it fail
public record RuleOptions(
    List<String> packs, List<Path> directories, Duration evaluationInterval, int seriesPerRule) {
  static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
  static final int MOST_SERIES = 100_000;
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(15);
  private static final int USUAL_SERIES = 1_000;
  private static final List<String> USUAL_PACKS = List.of("core");

  public RuleOptions {
    packs = List.copyOf(packs);
    directories = List.copyOf(directories);
  }

  public static RuleOptions defaults() {
    return new RuleOptions(USUAL_PACKS, List.of(), USUAL_INTERVAL, USUAL_SERIES);
  }

  /// Reads the section `rules`.
  public static RuleOptions read(Settings section) {
    var packs = section.has("packs") ? section.texts("packs") : USUAL_PACKS;
    var directories = section.texts("directories").stream().map(Path::of).toList();
    var interval =
        section.duration(
            "evaluation_interval", USUAL_INTERVAL, SHORTEST_INTERVAL, LONGEST_INTERVAL);
    int series = section.integer("series_per_rule", USUAL_SERIES, 1, MOST_SERIES);
    section.finish();
    return new RuleOptions(packs, directories, interval, series);
  }
}
