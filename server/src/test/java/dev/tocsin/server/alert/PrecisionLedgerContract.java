package dev.tocsin.server.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.series.Labels;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RuleOutcome;
import dev.tocsin.server.rule.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the ledger promises, on either database.
abstract class PrecisionLedgerContract {
  private static final AlertRule DOWN = Rules.alert("Down", Duration.ZERO, Duration.ZERO);
  private static final AlertRule FULL = Rules.alert("Full", Duration.ZERO, Duration.ZERO);
  private static final AlertRule HELD = Rules.alert("Held", Duration.ofHours(1), Duration.ZERO);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private Database database;
  private AlertBook book;
  private PrecisionLedger ledger;

  abstract Database open(Path folder);

  @BeforeEach
  void open() {
    database = open(folder);
    var usual = AlertOptions.defaults();
    var options =
        new AlertOptions(
            Duration.ZERO,
            usual.historyRetention(),
            usual.openLimit(),
            usual.resolveTimeout(),
            new AlertOptions.Flapping(0, Duration.ofHours(1), Duration.ofMinutes(10)),
            usual.noDataHold());
    book = new AlertBook(database, options, List.of(), _ -> {}, clock);
    ledger = new PrecisionLedger(database, options, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void holds(AlertRule rule, String... instances) {
    var samples = new ArrayList<InstantSample>();
    for (var instance : instances) {
      var labels = Labels.of("__name__", "up", "instance", instance);
      samples.add(new InstantSample(labels, clock.millis(), 0));
    }
    book.evaluated(new RuleOutcome(rule, clock.millis(), new RuleOutcome.Result.Samples(samples)));
  }

  private void pass(Duration time) {
    clock.advance(time);
  }

  /// One alert after the other, each so long.
  private void fire(AlertRule rule, int times, Duration length) {
    for (int i = 0; i < times; i++) {
      holds(rule, "a");
      pass(length);
      holds(rule);
      pass(Duration.ofSeconds(1));
    }
  }

  private List<Alert> all() {
    return book.resolvedWithin(DAY, 1_000);
  }

  private void judge(Verdict verdict, int from, int until) {
    all().subList(from, until).forEach(it -> assertTrue(ledger.note(it.id(), verdict, "ada")));
  }

  private RulePrecision of(String rule) {
    return ledger.within(DAY).stream()
        .filter(it -> it.ruleName().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void firingsAndTheMinutesOfPeopleAreCountedForEachRule() {
    holds(DOWN, "a", "b", "c");
    pass(Duration.ofMinutes(10));
    book.acknowledge(book.open().getFirst().id(), "ada");
    pass(Duration.ofMinutes(20));
    holds(DOWN);
    var down = of("Down");
    assertEquals(3, down.fired());
    assertEquals(1, down.acknowledged());
    assertEquals(new RulePrecision.Minutes(90, 20), down.minutes());
    assertEquals(0, down.shortLived());
    assertEquals(Optional.empty(), down.precision());
  }

  @Test
  void whatStillFiresCountsUntilNow() {
    holds(DOWN, "a");
    book.acknowledge(book.open().getFirst().id(), "ada");
    pass(Duration.ofMinutes(7));
    assertEquals(new RulePrecision.Minutes(7, 7), of("Down").minutes());
    pass(Duration.ofMinutes(1));
    assertEquals(new RulePrecision.Minutes(8, 8), of("Down").minutes());
  }

  @Test
  void theLastVerdictOnAnAlertCountsAndOnlyThat() {
    fire(DOWN, 1, Duration.ofMinutes(5));
    var id = all().getFirst().id();
    assertEquals(Optional.empty(), ledger.verdict(id));
    assertTrue(ledger.note(id, Verdict.NOISE, "ada"));
    assertTrue(ledger.note(id, Verdict.USEFUL, "grace"));
    assertEquals(Optional.of(Verdict.USEFUL), ledger.verdict(id));
    assertEquals(new RulePrecision.Verdicts(1, 0, 0), of("Down").verdicts());
    assertEquals(Optional.of(1.0), of("Down").precision());
  }

  @Test
  void onlyAnAlertThatFiredCanBeJudged() {
    holds(HELD, "a");
    var pending = book.open().getFirst();
    assertEquals(AlertState.PENDING, pending.state());
    assertFalse(ledger.note(pending.id(), Verdict.NOISE, "ada"));
    assertFalse(ledger.note("none-such", Verdict.NOISE, "ada"));
    assertEquals(List.of(), ledger.within(DAY));
  }

  @Test
  void aLateAlertWasRightAllTheSame() {
    fire(DOWN, 4, Duration.ofMinutes(5));
    judge(Verdict.LATE, 0, 1);
    judge(Verdict.USEFUL, 1, 2);
    judge(Verdict.NOISE, 2, 4);
    assertEquals(Optional.of(0.5), of("Down").precision());
  }

  @Test
  void theNoisiestRuleComesFirstAndOldFiringsDoNotCount() {
    fire(FULL, 12, Duration.ofMinutes(1));
    pass(Duration.ofDays(2));
    fire(FULL, 2, Duration.ofMinutes(5));
    fire(DOWN, 3, Duration.ofMinutes(5));
    assertEquals(
        List.of("Down", "Full"), ledger.within(DAY).stream().map(it -> it.ruleName()).toList());
    assertEquals(2, of("Full").fired());
    judge(Verdict.USEFUL, 0, 3);
    assertEquals("Full", ledger.within(DAY).getFirst().ruleName());
  }

  @Test
  void twoVerdictsAreNoReasonToDoAnything() {
    fire(DOWN, 3, Duration.ofMinutes(5));
    judge(Verdict.NOISE, 0, 2);
    assertEquals("", of("Down").proposal());
    judge(Verdict.NOISE, 2, 3);
    assertTrue(of("Down").proposal().startsWith("Delete it"), of("Down").proposal());
  }

  @Test
  void aRuleThatIsLateShouldFireSooner() {
    fire(DOWN, 3, Duration.ofMinutes(5));
    judge(Verdict.LATE, 0, 2);
    judge(Verdict.USEFUL, 2, 3);
    assertTrue(of("Down").proposal().startsWith("Lower the threshold"), of("Down").proposal());
  }

  @Test
  void aRuleWhoseAlertsAreOverAtOnceShouldHoldLonger() {
    fire(DOWN, 10, Duration.ofSeconds(30));
    assertEquals(10, of("Down").shortLived());
    assertTrue(of("Down").proposal().startsWith("Raise its hold"), of("Down").proposal());
  }

  @Test
  void aRuleThatIsMostlyNoiseShouldAskForMore() {
    fire(DOWN, 3, Duration.ofMinutes(5));
    judge(Verdict.NOISE, 0, 2);
    judge(Verdict.USEFUL, 2, 3);
    assertTrue(of("Down").proposal().startsWith("Raise the threshold"), of("Down").proposal());
  }

  @Test
  void aRuleThatNobodyEverTakesShouldBeGroupedAndOneTakenIsEnough() {
    fire(DOWN, 9, Duration.ofMinutes(5));
    assertEquals("", of("Down").proposal());
    fire(DOWN, 1, Duration.ofMinutes(5));
    assertTrue(of("Down").proposal().startsWith("Group it"), of("Down").proposal());
    holds(DOWN, "a");
    book.acknowledge(book.open().getFirst().id(), "ada");
    assertEquals("", of("Down").proposal());
  }
}
