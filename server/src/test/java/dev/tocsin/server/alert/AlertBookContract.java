package dev.tocsin.server.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Staleness;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RuleFailure;
import dev.tocsin.server.rule.RuleGroup;
import dev.tocsin.server.rule.RuleOutcome;
import dev.tocsin.server.rule.RuleSet;
import dev.tocsin.server.rule.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the book promises, on either database.
abstract class AlertBookContract {
  private static final AlertRule AT_ONCE = Rules.alert("Down", Duration.ZERO, Duration.ZERO);
  private static final AlertRule HELD = Rules.alert("Held", Duration.ofSeconds(30), Duration.ZERO);
  private static final AlertRule KEPT = Rules.alert("Kept", Duration.ZERO, Duration.ofSeconds(30));
  private static final AlertRule COOLED =
      Rules.alert("Cooled", Duration.ZERO, Duration.ZERO, Map.of(AlertRule.COOLDOWN, "1m"));

  private static final AlertOptions.Flapping NEVER_FLAPPING =
      new AlertOptions.Flapping(0, Duration.ofHours(1), Duration.ofMinutes(10));

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final List<String> told = new ArrayList<>();
  private final List<InstantSample> recorded = Collections.synchronizedList(new ArrayList<>());
  private Database database;

  abstract Database open(Path folder);

  private Database database() {
    if (database == null) {
      database = open(folder);
    }
    return database;
  }

  @AfterEach
  void close() {
    database().close();
  }

  /// A book as after a restart: nothing but the database is shared.
  private AlertBook book() {
    return book(AlertOptions.defaults());
  }

  private static AlertOptions options(Duration cooldown, int days, int openLimit) {
    var usual = AlertOptions.defaults();
    return new AlertOptions(
        cooldown,
        Duration.ofDays(days),
        openLimit,
        usual.resolveTimeout(),
        NEVER_FLAPPING,
        usual.noDataHold());
  }

  private AlertBook book(AlertOptions options) {
    return book(options, (_, change) -> told.add(text(change)));
  }

  private AlertBook book(AlertOptions options, AlertListener listener) {
    return new AlertBook(database(), options, List.of(listener), recorded::addAll, clock);
  }

  private static String text(AlertChange change) {
    var kind = change instanceof AlertChange.Fired ? "fired" : "resolved";
    return kind + " " + change.alert().ruleName() + " " + change.alert().label("instance");
  }

  private RuleOutcome holds(AlertRule rule, String... instances) {
    var samples = new ArrayList<InstantSample>();
    for (var instance : instances) {
      var labels = Labels.of("__name__", "up", "instance", instance);
      samples.add(new InstantSample(labels, clock.millis(), 0));
    }
    return new RuleOutcome(rule, clock.millis(), new RuleOutcome.Result.Samples(samples));
  }

  private RuleOutcome fails(AlertRule rule) {
    return new RuleOutcome(rule, clock.millis(), new RuleOutcome.Result.Failed("broken"));
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  @Test
  void tellsOfFiringAndResolvingOnceEach() {
    var book = book();
    for (var instances :
        List.of(List.of("a"), List.of("a", "b"), List.of("b"), List.<String>of())) {
      book.evaluated(holds(AT_ONCE, instances.toArray(String[]::new)));
      pass(15);
    }
    assertEquals(
        List.of("fired Down a", "fired Down b", "resolved Down a", "resolved Down b"), told);
  }

  @Test
  void storesEveryFieldOfAnAlert() {
    book().evaluated(holds(AT_ONCE, "a"));
    var alert = book().active().getFirst();
    assertEquals(Map.of("alertname", "Down", "instance", "a", "severity", "P1"), alert.labels());
    assertEquals(AlertState.FIRING, alert.state());
    assertEquals(clock.millis(), alert.activeSinceMillis());
    assertEquals(clock.millis(), alert.firedAtMillis());
    assertEquals(clock.millis(), alert.lastEvaluatedMillis());
    assertEquals(0, alert.value());
    assertEquals(0, alert.resolvedAtMillis());
    assertEquals(alert, book().find(alert.id()).orElseThrow());
    assertTrue(book().find("unknown").isEmpty());
  }

  @Test
  void keepsNaNAndInfinity() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e-300}) {
      var sample = new InstantSample(Labels.of("v", "x" + value), clock.millis(), value);
      var result = new RuleOutcome.Result.Samples(List.of(sample));
      book().evaluated(new RuleOutcome(AT_ONCE, clock.millis(), result));
      assertEquals(value, book().active().getFirst().value());
      pass(15);
    }
  }

  @Test
  void aPendingAlertGoesOnAfterARestart() {
    book().evaluated(holds(HELD, "a"));
    pass(29);
    book().evaluated(holds(HELD, "a"));
    assertEquals(AlertState.PENDING, book().open().getFirst().state());
    pass(1);
    book().evaluated(holds(HELD, "a"));
    assertEquals(List.of("fired Held a"), told);
  }

  @Test
  void aPendingAlertThatEndsAfterARestartIsForgotten() {
    book().evaluated(holds(HELD, "a"));
    pass(15);
    book().evaluated(holds(HELD));
    assertEquals(List.of(), book().open());
    assertEquals(List.of(), book().resolvedWithin(Duration.ofDays(1), 10));
    assertEquals(List.of(), told);
  }

  @Test
  void aFiringAlertIsNotToldAgainAfterARestart() {
    book().evaluated(holds(AT_ONCE, "a"));
    var before = book().active().getFirst();
    pass(15);
    book().evaluated(holds(AT_ONCE, "a"));
    var after = book().active().getFirst();
    assertEquals(List.of("fired Down a"), told);
    assertEquals(before.id(), after.id());
    assertEquals(before.firedAtMillis(), after.firedAtMillis());
    pass(15);
    book().evaluated(holds(AT_ONCE));
    assertEquals(List.of("fired Down a", "resolved Down a"), told);
  }

  @Test
  void anAlertThatKeepsFiringGoesOnAfterARestart() {
    book().evaluated(holds(KEPT, "a"));
    pass(10);
    book().evaluated(holds(KEPT));
    pass(29);
    book().evaluated(holds(KEPT));
    assertEquals(List.of("fired Kept a"), told);
    pass(1);
    book().evaluated(holds(KEPT));
    assertEquals(List.of("fired Kept a", "resolved Kept a"), told);
  }

  @Test
  void aResolvedAlertStaysResolvedAfterARestartAndReturnsAsANewEpisode() {
    book().evaluated(holds(AT_ONCE, "a"));
    pass(15);
    book().evaluated(holds(AT_ONCE));
    pass(15);
    book().evaluated(holds(AT_ONCE));
    var first = book().resolvedWithin(Duration.ofDays(1), 10).getFirst();
    book().evaluated(holds(AT_ONCE, "a"));
    var second = book().active().getFirst();
    assertEquals(first.fingerprint(), second.fingerprint());
    assertNotEquals(first.id(), second.id());
    assertEquals(List.of("fired Down a", "resolved Down a", "fired Down a"), told);
  }

  @Test
  void aFailedEvaluationChangesNothing() {
    var book = book();
    book.evaluated(holds(HELD, "a"));
    book.evaluated(holds(AT_ONCE, "b"));
    pass(15);
    book.evaluated(fails(HELD));
    book.evaluated(fails(AT_ONCE));
    pass(15);
    book.evaluated(holds(HELD, "a"));
    book.evaluated(holds(AT_ONCE, "b"));
    assertEquals(List.of("fired Down b", "fired Held a"), told);
  }

  @Test
  void theSameEvaluationTwiceTellsOnce() {
    var one = book();
    var other = book();
    var outcome = holds(AT_ONCE, "a");
    one.evaluated(outcome);
    other.evaluated(outcome);
    pass(15);
    var ending = holds(AT_ONCE);
    other.evaluated(ending);
    one.evaluated(ending);
    assertEquals(List.of("fired Down a", "resolved Down a"), told);
  }

  @Test
  void whatAListenerCannotTakeIsNotStoredAndComesAgain() {
    AlertListener broken =
        (handle, _) -> {
          handle.execute("INSERT INTO leases (name, holder, expires_at) VALUES ('x', 'y', 1)");
          throw new IllegalStateException("the listener fails");
        };
    var failing = book(AlertOptions.defaults(), broken);
    assertThrows(IllegalStateException.class, () -> failing.evaluated(holds(AT_ONCE, "a")));
    assertEquals(List.of(), book().open());
    assertEquals(0, count("leases"));
    pass(15);
    book().evaluated(holds(AT_ONCE, "a"));
    assertEquals(List.of("fired Down a"), told);
  }

  private long count(String table) {
    return database()
        .read(
            handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  @Test
  void isQuietWithinTheCooldownAndTellsAtItsEndIfItStillFires() {
    var book = book();
    book.evaluated(holds(COOLED, "a"));
    pass(10);
    book.evaluated(holds(COOLED));
    pass(10);
    book.evaluated(holds(COOLED, "a", "b"));
    assertEquals(List.of("fired Cooled a", "resolved Cooled a", "fired Cooled b"), told);
    assertEquals(2, book.active().size());
    pass(39);
    book.evaluated(holds(COOLED, "a", "b"));
    assertEquals(3, told.size());
    pass(1);
    book().evaluated(holds(COOLED, "a", "b"));
    assertEquals("fired Cooled a", told.getLast());
  }

  @Test
  void nobodyHearsOfWhatEndsWithinTheCooldown() {
    var book = book(options(Duration.ofMinutes(1), 90, 100));
    for (int round = 0; round < 3; round++) {
      book.evaluated(holds(AT_ONCE, "a"));
      pass(10);
      book.evaluated(holds(AT_ONCE));
      pass(9);
    }
    assertEquals(List.of("fired Down a", "resolved Down a"), told);
    assertEquals(3, book.resolvedWithin(Duration.ofDays(1), 10).size());
    assertEquals(3, book.active().size());
    pass(4);
    assertEquals(2, book.active().size());
  }

  @Test
  void refusesMoreAlertsThanTheLimitAndStillEndsOthers() {
    var book = book(options(Duration.ZERO, 90, 2));
    book.evaluated(holds(AT_ONCE, "a", "b"));
    pass(15);
    var refusal =
        assertThrows(RuleFailure.class, () -> book.evaluated(holds(AT_ONCE, "b", "c", "d")));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith("2 alerts are not kept"));
    assertEquals(List.of("fired Down a", "fired Down b", "resolved Down a"), told);
    pass(15);
    book.evaluated(holds(AT_ONCE, "b", "c"));
    assertEquals("fired Down c", told.getLast());
  }

  @Test
  void refusesTwoSeriesThatGiveTheSameAlert() {
    var samples =
        List.of(
            new InstantSample(Labels.of("__name__", "a"), clock.millis(), 1),
            new InstantSample(Labels.of("__name__", "b"), clock.millis(), 1));
    var result = new RuleOutcome.Result.Samples(samples);
    assertThrows(
        RuleFailure.class,
        () -> book().evaluated(new RuleOutcome(AT_ONCE, clock.millis(), result)));
    assertEquals(List.of(), book().open());
  }

  @Test
  void acknowledgesAFiringAlertOnce() {
    var book = book();
    book.evaluated(holds(AT_ONCE, "a"));
    book.evaluated(holds(HELD, "b"));
    var alert = book.active().getFirst();
    pass(5);
    assertTrue(book.acknowledge(alert.id(), "ann"));
    assertFalse(book.acknowledge(alert.id(), "bob"));
    long acknowledgedAt = clock.millis();
    pass(10);
    book.evaluated(holds(AT_ONCE, "a"));
    var after = book.find(alert.id()).orElseThrow();
    assertEquals("ann", after.acknowledgedBy());
    assertEquals(acknowledgedAt, after.acknowledgedAtMillis());
    var pending = book.open(HELD).getFirst();
    assertFalse(book.acknowledge(pending.id(), "ann"));
    assertFalse(book.acknowledge("unknown", "ann"));
  }

  @Test
  void resolvesAlertsOfRulesThatAreGone() {
    var book = book();
    book.evaluated(holds(AT_ONCE, "a"));
    book.evaluated(holds(HELD, "b"));
    book.evaluated(holds(KEPT, "c"));
    pass(15);
    var group = new RuleGroup("rules.yml", "g", Duration.ofSeconds(5), 9, List.of(KEPT));
    book.retire(new RuleSet(List.of(group)));
    assertEquals(List.of("fired Down a", "fired Kept c", "resolved Down a"), told);
    assertEquals(List.of("Kept"), book.open().stream().map(Alert::ruleName).toList());
  }

  @Test
  void removesWhatIsOlderThanTheHistory() {
    var book = book(options(Duration.ZERO, 2, 100));
    book.evaluated(holds(AT_ONCE, "a", "b"));
    pass(15);
    book.evaluated(holds(AT_ONCE, "b"));
    clock.advance(Duration.ofDays(2));
    assertEquals(0, book.prune());
    pass(1);
    assertEquals(1, book.prune());
    assertEquals(List.of("b"), book.active().stream().map(it -> it.label("instance")).toList());
  }

  @Test
  void writesTheStateAsSeriesAndEndsThem() {
    var book = book();
    book.evaluated(holds(HELD, "a"));
    assertEquals(List.of("pending 1.0"), states());
    pass(30);
    recorded.clear();
    book.evaluated(holds(HELD, "a"));
    assertEquals(List.of("firing 1.0", "pending end"), states());
    pass(15);
    recorded.clear();
    book().evaluated(holds(HELD));
    assertEquals(List.of("firing end"), states());
    assertEquals(2, recorded.size());
  }

  @Test
  void twoBooksAtTheSameMomentTellOnce() throws InterruptedException {
    var heard = new ConcurrentLinkedQueue<String>();
    AlertListener listener = (_, change) -> heard.add(text(change));
    var books =
        List.of(
            book(options(Duration.ZERO, 90, 100), listener),
            book(options(Duration.ZERO, 90, 100), listener),
            book(options(Duration.ZERO, 90, 100), listener));
    for (int round = 0; round < 10; round++) {
      var outcome = round % 2 == 0 ? holds(AT_ONCE, "a", "b") : holds(AT_ONCE);
      var threads = new ArrayList<Thread>();
      for (var book : books) {
        threads.add(Thread.ofVirtual().start(() -> book.evaluated(outcome)));
      }
      for (var thread : threads) {
        thread.join();
      }
      pass(15);
    }
    assertEquals(20, heard.size());
    assertEquals(10, heard.stream().filter(it -> it.startsWith("fired")).count());
    assertEquals(10, book().resolvedWithin(Duration.ofDays(1), 100).size());
  }

  @Test
  void removesOldHistoryByItself() {
    var book = book(options(Duration.ZERO, 2, 100));
    book.evaluated(holds(AT_ONCE, "a"));
    pass(15);
    book.evaluated(holds(AT_ONCE));
    clock.advance(Duration.ofDays(3));
    book.start();
    try {
      Awaitility.await().until(() -> count("alerts") == 0);
    } finally {
      book.stop();
    }
  }

  private List<String> states() {
    return recorded.stream()
        .filter(sample -> sample.labels().metricName().equals("ALERTS"))
        .map(
            sample ->
                sample.labels().get("alertstate")
                    + (Staleness.isMarker(sample.value()) ? " end" : " " + sample.value()))
        .toList();
  }

  @Test
  void rulesThatAreGoneTakeTheirAlertsWithThemAndNoOthers() {
    var book = book();
    book.evaluated(holds(AT_ONCE, "a"));
    book.evaluated(holds(KEPT, "a"));
    pass(15);
    book.retire(Set.of(AT_ONCE.key()));
    assertEquals(List.of("fired Down a", "fired Kept a", "resolved Down a"), told);
  }

  @Test
  void anAlertCountsAsActiveForTheCooldownOfItsOwnRule() {
    book().evaluated(holds(COOLED, "a"));
    pass(15);
    book().evaluated(holds(COOLED));
    pass(45);
    assertEquals(1, book().active().size());
    pass(1);
    assertEquals(0, book().active().size());
  }

  @Test
  void anAlertThatComesAndGoesIsKeptOpenUntilItIsQuiet() {
    var flaps = new ArrayList<String>();
    var book =
        book(
            AlertOptions.defaults(),
            (_, change) -> {
              told.add(text(change));
              if (change instanceof AlertChange.Flapping) {
                flaps.add(text(change));
              }
            });
    for (int round = 0; round < 4; round++) {
      book.evaluated(holds(AT_ONCE, "a"));
      pass(15);
      book.evaluated(holds(AT_ONCE));
      pass(15);
    }
    assertEquals(1, flaps.size());
    assertEquals(8, told.size());
    assertTrue(book.active().getFirst().details().isFlapping());

    book.evaluated(holds(AT_ONCE, "a"));
    pass(15);
    book.evaluated(holds(AT_ONCE));
    pass(599);
    book.evaluated(holds(AT_ONCE));
    assertEquals(8, told.size());
    pass(1);
    book.evaluated(holds(AT_ONCE));
    assertEquals("resolved Down a", told.getLast());
    assertEquals(9, told.size());
  }
}
