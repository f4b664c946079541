package dev.tocsin.server.rule;

import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Which rules are evaluated, and how.
///
/// @param packs names of the packs whose rules apply
/// @param directories folders of the operator's own rule files
/// @param evaluationInterval of groups that do not set their own
/// @param seriesPerRule the most series that one rule may return; more make it fail
/// @param defaultRecipients who gets the mails of the default rules
/// @param calendar days on which more or less happens than on others
public record RuleOptions(
    List<String> packs,
    List<Path> directories,
    Duration evaluationInterval,
    int seriesPerRule,
    List<String> defaultRecipients,
    KnownDays calendar) {
  static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
  static final int MOST_SERIES = 100_000;
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(15);
  private static final int USUAL_SERIES = 1_000;
  private static final List<String> USUAL_PACKS = List.of("core");

  public RuleOptions {
    packs = List.copyOf(packs);
    directories = List.copyOf(directories);
    defaultRecipients = List.copyOf(defaultRecipients);
  }

  /// Without recipients and calendar.
  public RuleOptions(
      List<String> packs, List<Path> directories, Duration evaluationInterval, int seriesPerRule) {
    this(packs, directories, evaluationInterval, seriesPerRule, List.of(), KnownDays.none());
  }

  /// These without the operator's folders.
  public RuleOptions alone() {
    return new RuleOptions(packs, List.of(), evaluationInterval, seriesPerRule);
  }

  public static RuleOptions defaults() {
    return new RuleOptions(USUAL_PACKS, List.of(), USUAL_INTERVAL, USUAL_SERIES);
  }

  /// Reads the section `rules`, and `ALERT_EMAIL_RECIPIENTS`.
  public static RuleOptions read(Settings section, Map<String, String> environment) {
    var packs = section.has("packs") ? section.texts("packs") : USUAL_PACKS;
    var directories = section.texts("directories").stream().map(Path::of).toList();
    var interval =
        section.duration(
            "evaluation_interval", USUAL_INTERVAL, SHORTEST_INTERVAL, LONGEST_INTERVAL);
    int series = section.integer("series_per_rule", USUAL_SERIES, 1, MOST_SERIES);
    var calendar = KnownDays.read(section.section("calendar"));
    section.finish();
    var recipients = recipients(section.problems(), environment);
    return new RuleOptions(packs, directories, interval, series, recipients, calendar);
  }

  private static List<String> recipients(Problems problems, Map<String, String> environment) {
    var all = Recipients.split(environment.getOrDefault(Recipients.VARIABLE, ""));
    if (all.size() > Recipients.LIMIT) {
      var remedy = "name at most " + Recipients.LIMIT;
      problems.add(new Problem("environment", Recipients.VARIABLE, "has too many", remedy));
    }
    for (var one : all) {
      if (!Recipients.isMail(one)) {
        var what = "\"" + one + "\" is no mail address";
        problems.add(
            new Problem("environment", Recipients.VARIABLE, what, "write name@example.org"));
      }
    }
    return all;
  }
}
