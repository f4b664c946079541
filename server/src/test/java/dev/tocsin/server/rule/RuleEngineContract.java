package dev.tocsin.server.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.promql.Value;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Staleness;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Leases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Schedule and claims, on either database.
abstract class RuleEngineContract {
  private static final String FILE =
      """
      groups:
      - name: first
        interval: 10s
        rules:
        - {record: recorded, expr: up, labels: {kind: copy}}
        - {alert: Broken, expr: broken}
        - {alert: Down, expr: up == 0}
      """;
  private static final Duration LEASE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final List<RuleOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
  private final List<InstantSample> recorded = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<List<String>> instances = new AtomicReference<>(List.of("a"));
  private @Nullable Database database;

  abstract Database open(Path folder);

  private Database database() {
    var opened = database == null ? open(folder) : database;
    database = opened;
    return opened;
  }

  @AfterEach
  void close() {
    database().close();
  }

  private RuleEngine replica(String name) {
    return replica(name, outcomes::add);
  }

  private RuleEngine successor(String name) {
    var leases = new Leases(database(), clock, name);
    leases.inherit("a/");
    return replica(leases, outcomes::add);
  }

  private RuleEngine replica(String name, RuleOutcomeListener listener) {
    return replica(new Leases(database(), clock, name), listener);
  }

  private RuleEngine replica(Leases leases, RuleOutcomeListener listener) {
    var problems = new Problems();
    var rules =
        RuleSet.read(List.of(new RuleSource("r.yml", FILE)), RuleOptions.defaults(), problems);
    problems.throwIfAny();
    var outlets =
        new RuleEngine.Outlets(
            new RuleEvaluation((expr, at) -> value(expr.toString(), at)),
            recorded::addAll,
            List.of(listener));
    var claims = new RuleClaims(database(), leases);
    return new RuleEngine(rules, outlets, claims, clock);
  }

  private Value value(String expression, long atMillis) {
    if (expression.equals("broken")) {
      throw new IllegalStateException("cannot be evaluated");
    }
    var samples =
        instances.get().stream()
            .map(it -> Labels.of("__name__", "up", "instance", it))
            .map(labels -> new InstantSample(labels, atMillis, 0))
            .toList();
    return new Value.InstantVector(samples);
  }

  private List<Long> timesOf(String rule) {
    synchronized (outcomes) {
      return outcomes.stream()
          .filter(outcome -> outcome.rule().name().equals(rule))
          .map(RuleOutcome::atMillis)
          .toList();
    }
  }

  private void pass(Duration time) {
    clock.advance(time);
  }

  @Test
  void evaluatesEachTickOnceAtItsOwnTime() {
    var engine = replica("one");
    for (int second = 0; second < 40; second++) {
      engine.tick();
      pass(Duration.ofSeconds(1));
    }
    var times = timesOf("Down");
    assertTrue(times.size() == 4 || times.size() == 5, times.toString());
    for (int i = 1; i < times.size(); i++) {
      assertEquals(10_000, times.get(i) - times.get(i - 1));
    }
    assertEquals(0, engine.health(engine.rules().groups().getFirst()).missedTicks());
  }

  @Test
  void twoReplicasNeverEvaluateTheSameTick() {
    var one = replica("one");
    var two = replica("two");
    for (int second = 0; second < 60; second++) {
      one.tick();
      two.tick();
      pass(Duration.ofSeconds(1));
    }
    var times = timesOf("Down");
    assertEquals(times.size(), new HashSet<>(times).size());
    assertTrue(times.size() >= 6);
  }

  @Test
  void twoReplicasThatRunAtTheSameMomentNeverEvaluateTheSameTick() throws InterruptedException {
    var replicas = List.of(replica("one"), replica("two"), replica("three"));
    for (int round = 0; round < 10; round++) {
      var begin = new CountDownLatch(1);
      var threads =
          replicas.stream()
              .map(engine -> Thread.ofVirtual().start(() -> tickAfter(begin, engine)))
              .toList();
      begin.countDown();
      for (var thread : threads) {
        thread.join();
      }
      pass(Duration.ofSeconds(10));
    }
    var times = timesOf("Down");
    assertEquals(10, times.size());
    assertEquals(10, new HashSet<>(times).size());
  }

  private static void tickAfter(CountDownLatch begin, RuleEngine engine) {
    try {
      begin.await();
      engine.tick();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aDeadReplicaIsTakenOverWhenItsLeaseEnds() {
    replica("one").tick();
    var two = replica("two");
    two.tick();
    pass(LEASE.minusMillis(1));
    two.tick();
    assertEquals(1, timesOf("Down").size());
    pass(Duration.ofSeconds(10));
    two.tick();
    var times = timesOf("Down");
    assertEquals(3, times.size());
    assertEquals(
        10_000, times.get(1) - times.get(0), "what came before the end is looked at first");
    assertTrue(times.get(2) - times.get(1) >= 20_000, times.toString());
  }

  @Test
  void aSuccessorLooksBackAtWhatItsPredecessorKnewButNotForLong() {
    replica("a/1").tick();
    pass(Duration.ofSeconds(20));
    successor("a/2").tick();
    assertEquals(3, timesOf("Down").size());
    pass(Duration.ofHours(2));
    successor("a/3").tick();
    assertEquals(4, timesOf("Down").size());
  }

  @Test
  void aReplicaThatStartedLaterDoesNotLookBackAtWhatItHasNotSeen() {
    replica("a/1").tick();
    pass(Duration.ofSeconds(40));
    replica("b/1").tick();
    assertEquals(2, timesOf("Down").size());
  }

  @Test
  void aStoppedReplicaHandsOverAtOnceAndItsTickIsNotRepeated() {
    var one = replica("one");
    one.tick();
    one.stop();
    one.tick();
    var two = replica("two");
    two.tick();
    assertEquals(1, timesOf("Down").size());
    pass(Duration.ofSeconds(10));
    two.tick();
    assertEquals(2, timesOf("Down").size());
  }

  @Test
  void aFailingRuleIsShownAndDoesNotStopTheOthers() {
    var engine = replica("one");
    engine.tick();
    var rules = engine.rules().rules();
    assertEquals(RuleHealth.State.OK, engine.health(rules.get(0)).state());
    assertEquals(RuleHealth.State.FAILING, engine.health(rules.get(1)).state());
    assertEquals("cannot be evaluated", engine.health(rules.get(1)).error());
    assertEquals(RuleHealth.State.OK, engine.health(rules.get(2)).state());
    assertEquals(
        List.of(
            new RuleOutcome.Result.Failed("cannot be evaluated"),
            new RuleOutcome.Result.Samples(
                List.of(
                    new InstantSample(
                        Labels.of("__name__", "up", "instance", "a"),
                        outcomes.getLast().atMillis(),
                        0)))),
        outcomes.stream().map(RuleOutcome::result).toList());
  }

  @Test
  void aListenerThatCannotTakeAnOutcomeMakesTheRuleFail() {
    var engine =
        replica(
            "one",
            outcome -> {
              throw new RuleFailure("no room for " + outcome.rule().name());
            });
    engine.tick();
    assertEquals("no room for Down", engine.health(engine.rules().rules().get(2)).error());
  }

  @Test
  void tooManySeriesMakeARuleFail() {
    instances.set(Collections.nCopies(1_001, "a"));
    var engine = replica("one");
    engine.tick();
    assertEquals(
        "returns 1001 series, more than the limit of 1000; aggregate, select fewer, or raise limit",
        engine.health(engine.rules().rules().get(2)).error());
  }

  @Test
  void recordsSeriesAndEndsThoseThatAreGone() {
    var engine = replica("one");
    instances.set(List.of("a", "b"));
    engine.tick();
    assertEquals(
        Labels.of("__name__", "recorded", "instance", "b", "kind", "copy"),
        recorded.getLast().labels());
    recorded.clear();
    instances.set(List.of("b"));
    pass(Duration.ofSeconds(10));
    engine.tick();
    assertEquals(2, recorded.size());
    assertEquals("a", recorded.getLast().labels().get("instance"));
    assertTrue(Staleness.isMarker(recorded.getLast().value()));
  }

  @Test
  void twoSeriesThatWouldBeRecordedAsOneMakeTheRuleFail() {
    instances.set(List.of("a", "a"));
    var engine = replica("one");
    engine.tick();
    assertEquals(
        "returns two series that would both be written as"
            + " recorded{instance=\"a\", kind=\"copy\"}",
        engine.health(engine.rules().rules().getFirst()).error());
  }

  @Test
  void countsTicksThatWereMissed() {
    var engine = replica("one");
    engine.tick();
    pass(Duration.ofSeconds(40));
    engine.tick();
    var group = engine.rules().groups().getFirst();
    assertEquals(3, engine.health(group).missedTicks());
    assertEquals(2, engine.health(group).ticks());
  }

  @Test
  void runsByItselfUntilItIsStopped() {
    var engine = replica("one");
    engine.start();
    try {
      Awaitility.await().until(() -> timesOf("Down").size() == 1);
    } finally {
      engine.stop();
    }
  }
}
