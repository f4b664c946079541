package dev.tocsin.server.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.promql.Cancellation;
import dev.tocsin.promql.InstantSample;
import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.QueryLimits;
import dev.tocsin.series.Labels;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.ingest.MemorySeries;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RuleEvaluation;
import dev.tocsin.server.rule.RuleGroup;
import dev.tocsin.server.rule.RuleOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alerts whose series is missing, or better than the condition asks for and not well yet.
class AlertDoubtsTest {
  private static final RuleGroup GROUP =
      new RuleGroup("rules.yml", "g", Duration.ofSeconds(5), 9, List.of());

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final List<String> told = new ArrayList<>();
  private final List<InstantSample> recorded = new ArrayList<>();
  private Database database;

  @BeforeEach
  void open() {
    database = TestDatabases.sqlite(folder);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /// A book as after a restart: nothing but the database is shared.
  private AlertBook book() {
    return book(AlertOptions.defaults());
  }

  private AlertBook book(AlertOptions options) {
    return new AlertBook(
        database, options, List.of((_, change) -> told.add(text(change))), recorded::addAll, clock);
  }

  private static String text(AlertChange change) {
    var kind = change instanceof AlertChange.Fired ? "fired" : "resolved";
    return kind + " " + change.alert().ruleName() + " " + change.alert().label("instance");
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  /// What the instances of `depth` say; an instance that is not there has no data.
  private RuleOutcome judged(AlertRule rule, Map<String, Double> depths) {
    var series = new MemorySeries();
    try (var appender = series.appender()) {
      depths.forEach(
          (instance, depth) ->
              appender.append(
                  appender.reference(Labels.of("__name__", "depth", "instance", instance)),
                  clock.millis(),
                  depth));
      appender.commit();
    }
    var engine = new PromQl(QueryLimits.defaults());
    var evaluation =
        new RuleEvaluation((expr, at) -> engine.instant(series, expr, at, Cancellation.none()));
    return evaluation.alert(rule, GROUP, clock.millis());
  }

  private static AlertRule deep(Map<String, String> annotations, String... hold) {
    var held = hold.length == 0 ? Duration.ZERO : Duration.parse(hold[0]);
    return new AlertRule(
        "g",
        "Deep",
        PromQl.parse("depth > 100"),
        "depth > 100",
        held,
        Duration.ZERO,
        Map.of("severity", "P1"),
        annotations,
        "rules.yml:3");
  }

  @Test
  void aFiringAlertGoesOnUntilItsRecoveryThreshold() {
    var rule = deep(Map.of(AlertRule.KEEP_FIRING_WHILE, "depth > 80"));
    for (double depth : new double[] {90, 101, 81, 99, 80, 90, 101}) {
      book().evaluated(judged(rule, Map.of("a", depth)));
      told.add(Double.toString(depth));
      pass(15);
    }
    assertEquals(
        List.of(
            "90.0",
            "fired Deep a",
            "101.0",
            "81.0",
            "99.0",
            "resolved Deep a",
            "80.0",
            "90.0",
            "fired Deep a",
            "101.0"),
        told);
  }

  @Test
  void theRecoveryThresholdDoesNotHelpAPendingAlert() {
    var rule = deep(Map.of(AlertRule.KEEP_FIRING_WHILE, "depth > 80"), "PT30S");
    for (double depth : new double[] {101, 90, 101, 101}) {
      book().evaluated(judged(rule, Map.of("a", depth)));
      pass(15);
    }
    assertEquals(List.of(), told);
    book().evaluated(judged(rule, Map.of("a", 101.0)));
    assertEquals(List.of("fired Deep a"), told);
  }

  @Test
  void aTargetThatVanishesResolvesNothing() {
    var rule = deep(Map.of());
    var book = book();
    book.evaluated(judged(rule, Map.of("a", 101.0, "b", 102.0)));
    recorded.clear();
    for (int i = 0; i < 10; i++) {
      pass(60);
      book.evaluated(judged(rule, Map.of("b", 1.0)));
    }
    assertEquals(List.of("fired Deep a", "fired Deep b", "resolved Deep b"), told);
    assertEquals("a", book.open().getFirst().label("instance"));
    var still =
        recorded.stream()
            .filter(it -> it.labels().get("__name__").equals("ALERTS"))
            .filter(it -> it.timestampMillis() == clock.millis())
            .toList();
    assertEquals(1, still.size());
    assertEquals(1, still.getFirst().value());
    pass(15);
    book.evaluated(judged(rule, Map.of("a", 99.0, "b", 1.0)));
    assertEquals("resolved Deep a", told.getLast());
  }

  @Test
  void anAlertWithoutDataIsOverWhenThePatienceIs() {
    var rule = deep(Map.of());
    var usual = AlertOptions.defaults();
    var book =
        book(
            new AlertOptions(
                Duration.ZERO,
                Duration.ofDays(1),
                10,
                usual.resolveTimeout(),
                usual.flapping(),
                Duration.ofMinutes(5)));
    book.evaluated(judged(rule, Map.of("a", 101.0)));
    pass(300);
    book.evaluated(judged(rule, Map.of()));
    assertEquals(List.of("fired Deep a"), told);
    pass(1);
    book.evaluated(judged(rule, Map.of()));
    assertEquals(List.of("fired Deep a", "resolved Deep a"), told);
  }

  @Test
  void afterARestartThePatienceBeginsAnewBecauseNothingWasScrapedYet() {
    var rule = deep(Map.of());
    book().evaluated(judged(rule, Map.of("a", 101.0)));
    pass(7_200);
    var restarted = book();
    pass(15);
    restarted.evaluated(judged(rule, Map.of()));
    assertEquals(List.of("fired Deep a"), told);
    pass(15);
    restarted.evaluated(judged(rule, Map.of("a", 102.0)));
    assertEquals(List.of("fired Deep a"), told);
  }

  @Test
  void aRuleMaySayThatMissingDataIsTheEndOfItsAlerts() {
    var rule = deep(Map.of(AlertRule.NO_DATA, "resolve"));
    book().evaluated(judged(rule, Map.of("a", 101.0)));
    pass(15);
    book().evaluated(judged(rule, Map.of()));
    assertEquals(List.of("fired Deep a", "resolved Deep a"), told);
  }

  @Test
  void aRuleMayAlertWhenItHasNothingToJudge() {
    var rule = deep(Map.of(AlertRule.NO_DATA, "alert"));
    book().evaluated(judged(rule, Map.of()));
    var alert = book().active().getFirst();
    assertEquals("true", alert.label("no_data"));
    pass(15);
    book().evaluated(judged(rule, Map.of("a", 1.0)));
    assertEquals(List.of("fired Deep ", "resolved Deep "), told);
  }

  @Test
  void aPendingAlertWithoutDataNeitherFiresNorIsForgotten() {
    var rule = deep(Map.of(), "PT30S");
    book().evaluated(judged(rule, Map.of("a", 101.0)));
    pass(45);
    book().evaluated(judged(rule, Map.of()));
    assertEquals(List.of(), told);
    assertEquals(AlertState.PENDING, book().open().getFirst().state());
    pass(15);
    book().evaluated(judged(rule, Map.of("a", 101.0)));
    assertEquals(List.of("fired Deep a"), told);
  }
}
