package dev.tocsin.server.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.promql.Value;
import dev.tocsin.series.Labels;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Leases;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the simple rules promise, on either database.
abstract class SimpleRulesContract {
  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final Map<String, Double> values = new ConcurrentHashMap<>();
  private final List<RuleOutcome> outcomes = new ArrayList<>();
  private final Set<String> retired = ConcurrentHashMap.newKeySet();
  private Database database;
  private int servers;

  abstract Database open(Path folder);

  @BeforeEach
  void open() {
    database = open(folder);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /// The rules as one server has them.
  private SimpleRules server() {
    return new SimpleRules(database, (expr, at) -> value(expr.toString(), at), clock);
  }

  private Value value(String expression, long atMillis) {
    var value = values.get(expression);
    return new Value.InstantVector(
        value == null
            ? List.of()
            : List.of(new InstantSample(Labels.of("job", "shop"), atMillis, value)));
  }

  private static SimpleRule rule(String name, String metric, String threshold) {
    var signal =
        new SimpleRule.Signal(
            metric,
            SimpleRule.Kind.GAUGE,
            Map.of("job", "shop"),
            Duration.ofSeconds(90),
            "all_total",
            List.of("job", "path"));
    var test =
        new SimpleRule.Test(
            AlertCondition.GTE,
            new BigDecimal(threshold),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            new BigDecimal("0.5"),
            3);
    var notice =
        new SimpleRule.Notice(
            "P2",
            Duration.ofMinutes(7),
            AlertChannel.WEBHOOK,
            List.of("https://a.example/hook"),
            "commerce",
            "https://wiki.example/a");
    return new SimpleRule(name, "What it is.", signal, test, notice, true);
  }

  @Test
  void keepsEveryFieldOfARule() {
    var stored = server().create(rule("Deep", "queue_depth", "12345678901.1234"));
    var again = server().find(stored.id()).orElseThrow();
    assertEquals(rule("Deep", "queue_depth", "12345678901.1234"), again.rule());
    assertEquals(new StoredRule.Figures(0, null, 0), again.figures());
    assertEquals(clock.millis(), again.createdMillis());
    assertEquals(List.of(again), server().all());
  }

  @Test
  void twoRulesCannotHaveOneNameButADeletedOneGivesItFree() {
    var rules = server();
    var first = rules.create(rule("Deep", "queue_depth", "1"));
    var other = rules.create(rule("Other", "queue_depth", "1"));
    assertThrows(RuleRefusal.class, () -> server().create(rule("Deep", "up", "1")));
    assertThrows(RuleRefusal.class, () -> rules.update(other.id(), rule("Deep", "up", "1")));
    assertTrue(rules.delete(first.id()));
    assertFalse(rules.delete(first.id()));
    assertTrue(rules.update(first.id(), rule("Gone", "up", "1")).isEmpty());
    server().create(rule("Deep", "up", "1"));
    assertEquals(2, server().all().size());
  }

  @Test
  void defaultsComeOnceAndEditsDeletionsAndRenamingsStay() {
    server().seedDefaults(List.of("a@b.example"), Set.of());
    var names = server().all().stream().map(it -> it.rule().name()).toList();
    assertEquals(
        List.of(
            "Health Check Failure",
            "High Error Rate",
            "High Memory Usage",
            "High P99 Latency",
            "Redis Connection Lost"),
        names);
    var all = server().all();
    assertTrue(all.stream().allMatch(it -> it.rule().active()));
    assertEquals(List.of("a@b.example"), all.getFirst().rule().notice().recipients());
    server().delete(all.get(0).id());
    server().update(all.get(1).id(), rule("Mine", "mine", "2"));
    server().update(all.get(2).id(), rule("High Memory Usage", "mine", "3"));
    server().seedDefaults(List.of("other@b.example"), Set.of());
    var after = server().all().stream().map(it -> it.rule().name()).toList();
    assertEquals(
        List.of("High Memory Usage", "High P99 Latency", "Mine", "Redis Connection Lost"), after);
    assertEquals("mine", server().all().getFirst().rule().signal().metric());
  }

  @Test
  void theDefaultsAreThoseOfTheSpecification() {
    server().seedDefaults(List.of(), Set.of());
    var lines =
        server().all().stream()
            .map(StoredRule::rule)
            .map(
                it ->
                    "%s|%s|%s|%s|%d|%s|%s"
                        .formatted(
                            it.name(),
                            it.signal().metric(),
                            it.test().condition(),
                            it.test().threshold().toPlainString(),
                            it.test().duration().toSeconds(),
                            it.notice().channel(),
                            it.notice().severity()))
            .toList();
    assertEquals(
        List.of(
            "Health Check Failure|health_check_status|EQ|0|60|EMAIL|P1",
            "High Error Rate|api_errors_total|GT|0.05|120|EMAIL|P1",
            "High Memory Usage|nodejs_heap_used_bytes|GT|500000000|300|EMAIL|P3",
            "High P99 Latency|http_request_duration_seconds|GT|5|180|EMAIL|P2",
            "Redis Connection Lost|redis_health_status|EQ|0|30|EMAIL|P1"),
        lines);
  }

  @Test
  void aDefaultThatAPackCoversIsThereButOff() {
    server().seedDefaults(List.of(), Set.of("RedisConnectionLost"));
    var redis = server().all().getLast().rule();
    assertEquals("Redis Connection Lost", redis.name());
    assertFalse(redis.active());
    assertTrue(redis.description().endsWith("Off, because a pack has RedisConnectionLost."));
    assertEquals(4, server().all().stream().filter(it -> it.rule().active()).count());
  }

  @Test
  void serversThatStartTogetherSeedOnce() throws InterruptedException {
    var begin = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofVirtual().start(() -> seedAfter(begin)));
    }
    begin.countDown();
    for (var thread : threads) {
      thread.join();
    }
    assertEquals(5, server().all().size());
  }

  private void seedAfter(CountDownLatch begin) {
    try {
      begin.await();
      server().seedDefaults(List.of(), Set.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void countsFiringsTogetherWithWhatElseTheyStore() {
    var stored = server().create(rule("Deep", "queue_depth", "1"));
    database.transaction(
        handle -> {
          server().triggered(handle, stored.id(), 5_000);
          server().triggered(handle, stored.id(), 9_000);
          return stored;
        });
    assertThrows(
        IllegalStateException.class,
        () ->
            database.transaction(
                handle -> {
                  server().triggered(handle, stored.id(), 20_000);
                  throw new IllegalStateException("the incident cannot be opened");
                }));
    var figures = server().find(stored.id()).orElseThrow().figures();
    assertEquals(9_000, figures.lastTriggeredMillis());
    assertEquals(2, figures.triggerCount());
  }

  @Test
  void firingsThatMeetAreAllCountedAndTheLatestStands() throws InterruptedException {
    var stored = server().create(rule("Deep", "queue_depth", "1"));
    var begin = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    for (int i = 1; i <= 8; i++) {
      long first = i * 1_000L;
      threads.add(Thread.ofVirtual().start(() -> triggerAfter(begin, stored.id(), first)));
    }
    begin.countDown();
    for (var thread : threads) {
      thread.join();
    }
    var figures = server().find(stored.id()).orElseThrow().figures();
    assertEquals(80, figures.triggerCount());
    assertEquals(8_009, figures.lastTriggeredMillis());
  }

  /// Ten firings, as of a server of its own.
  private void triggerAfter(CountDownLatch begin, String id, long firstMillis) {
    try {
      begin.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var rules = server();
    for (int i = 0; i < 10; i++) {
      long atMillis = firstMillis + i;
      database.transaction(
          handle -> {
            rules.triggered(handle, id, atMillis);
            return id;
          });
    }
  }

  @Test
  void anEvaluationAndAnEditTakeNothingFromTheCount() {
    var rules = server();
    var engine = engine(rules);
    var live = live(rules, engine);
    live.start();
    try {
      var stored = rules.create(rule("Deep", "queue_depth", "1"));
      database.transaction(
          handle -> {
            rules.triggered(handle, stored.id(), 5_000);
            return stored;
          });
      for (double value : List.of(3.0, 4.0, 4.0)) {
        values.put("queue_depth{job=\"shop\"}", value);
        engine.tick();
        clock.advance(Duration.ofSeconds(20));
        var figures = server().find(stored.id()).orElseThrow().figures();
        assertEquals(0, BigDecimal.valueOf(value).compareTo(figures.lastValue()));
      }
      rules.update(stored.id(), rule("Deep", "queue_depth", "9"));
      var figures = server().find(stored.id()).orElseThrow().figures();
      assertEquals(1, figures.triggerCount());
      assertEquals(5_000, figures.lastTriggeredMillis());
    } finally {
      live.stop();
    }
  }

  private RuleEngine engine(SimpleRules rules) {
    var outlets =
        new RuleEngine.Outlets(
            new RuleEvaluation((expr, at) -> value(expr.toString(), at)),
            _ -> {},
            List.of(outcomes::add, rules));
    var claims = new RuleClaims(database, new Leases(database, clock, "server " + ++servers));
    return new RuleEngine(new RuleSet(List.of()), outlets, claims, clock);
  }

  private LiveRules live(SimpleRules rules, RuleEngine engine) {
    var sources = new LiveRules.Sources(List.of(), RuleOptions.defaults(), rules);
    return new LiveRules(sources, new RuleSet(List.of()), engine, retired::addAll, clock);
  }

  @Test
  void anEditIsInForceAtOnceHereAndAtTheNextLookElsewhere() {
    var here = server();
    var engine = engine(here);
    var live = live(here, engine);
    live.start();
    var there = server();
    var otherEngine = engine(there);
    var otherLive = live(there, otherEngine);
    otherLive.start();
    try {
      var stored = here.create(rule("Deep", "queue_depth", "1"));
      assertEquals(1, engine.rules().alertRules().size());
      otherLive.look();
      var seen = otherEngine.rules().alertRules().getFirst();
      assertEquals("queue_depth{job=\"shop\"} >= 1", seen.exprText());
      there.update(stored.id(), rule("Deep", "queue_depth", "2"));
      live.look();
      assertEquals(
          "queue_depth{job=\"shop\"} >= 2", engine.rules().alertRules().getFirst().exprText());
      assertEquals(Set.of(), retired);
      here.delete(stored.id());
      otherLive.look();
      assertEquals(List.of(), otherEngine.rules().groups());
      assertEquals(Set.of(seen.key()), retired);
    } finally {
      live.stop();
      otherLive.stop();
    }
  }

  @Test
  void keepsTheValueThatWasComparedLast() {
    var rules = server();
    var engine = engine(rules);
    var live = live(rules, engine);
    live.start();
    try {
      var stored = rules.create(rule("Deep", "queue_depth", "1"));
      values.put("queue_depth{job=\"shop\"}", 0.123456);
      engine.tick();
      assertEquals(
          new BigDecimal("0.1235"), server().find(stored.id()).orElseThrow().figures().lastValue());
      values.put("queue_depth{job=\"shop\"}", 7e300);
      clock.advance(Duration.ofSeconds(20));
      engine.tick();
      assertEquals(null, server().find(stored.id()).orElseThrow().figures().lastValue());
      assertEquals(2, outcomes.size());
      assertEquals("Deep", outcomes.getFirst().rule().name());
    } finally {
      live.stop();
    }
  }

  @Test
  void aRuleThatIsOffIsNotEvaluated() {
    var rules = server();
    var engine = engine(rules);
    var live = live(rules, engine);
    live.start();
    try {
      var on = rule("Deep", "queue_depth", "1");
      var stored = rules.create(on);
      var key = engine.rules().alertRules().getFirst().key();
      rules.update(
          stored.id(),
          new SimpleRule(on.name(), on.description(), on.signal(), on.test(), on.notice(), false));
      engine.tick();
      assertEquals(List.of(), outcomes);
      assertEquals(Set.of(key), retired);
    } finally {
      live.stop();
    }
  }
}
