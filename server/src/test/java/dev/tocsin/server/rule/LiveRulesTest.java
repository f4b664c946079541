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
import dev.tocsin.server.database.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRulesTest {
  private static final String FIRST =
      """
      groups:
      - name: one
        interval: 5s
        rules:
        - {alert: Down, expr: up == 0}
        - {record: copy, expr: up}
      - name: two
        interval: 5s
        rules: [{alert: Other, expr: other}]
      """;

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final List<RuleOutcome> outcomes = new ArrayList<>();
  private final List<InstantSample> recorded = new ArrayList<>();
  private final Set<String> retired = new TreeSet<>();
  private Path file;
  private Database database;
  private RuleEngine engine;
  private LiveRules live;

  @BeforeEach
  void start() throws IOException {
    var rules = Files.createDirectories(folder.resolve("rules"));
    file = Files.writeString(rules.resolve("shop.yml"), FIRST);
    database = TestDatabases.sqlite(folder);
    var simple = new SimpleRules(database, LiveRulesTest::value, clock);
    var options = new RuleOptions(List.of(), List.of(rules), Duration.ofSeconds(15), 1_000);
    var problems = new Problems();
    var first = RuleSet.read(List.of(), options, problems);
    problems.throwIfAny();
    engine =
        new RuleEngine(
            first,
            new RuleEngine.Outlets(
                new RuleEvaluation(LiveRulesTest::value), recorded::addAll, List.of(outcomes::add)),
            new RuleClaims(database, new Leases(database, clock, "one")),
            clock);
    var sources = new LiveRules.Sources(List.of(), options, simple);
    live = new LiveRules(sources, first, engine, retired::addAll, clock);
    live.start();
  }

  @AfterEach
  void stop() {
    live.stop();
    engine.stop();
    database.close();
  }

  private static Value value(dev.tocsin.promql.ast.Expr expr, long atMillis) {
    return new Value.InstantVector(
        List.of(new InstantSample(Labels.of("job", "shop"), atMillis, 0)));
  }

  private List<String> names() {
    return engine.rules().rules().stream().map(Rule::name).toList();
  }

  @Test
  void aChangedFileIsInForceAtTheNextLook() throws IOException {
    live.look();
    assertEquals(List.of("Down", "copy", "Other"), names());
    Files.writeString(file, FIRST.replace("alert: Down", "alert: Gone"));
    live.look();
    assertEquals(List.of("Gone", "copy", "Other"), names());
    assertEquals(Set.of(file + ";one;Down;{}"), retired);
    var more = Files.writeString(file.resolveSibling("more.yml"), "groups: [{name: x, rules: []}]");
    live.look();
    assertEquals(3, engine.rules().groups().size());
    Files.delete(more);
    live.look();
    assertEquals(2, engine.rules().groups().size());
  }

  @Test
  void aWrongFileChangesNothingAndIsToldUntilItIsPutRight() throws IOException {
    Files.writeString(file, FIRST.replace("up == 0", "up =="));
    live.look();
    assertEquals(List.of("Down", "copy", "Other"), names());
    assertEquals("up == 0", engine.rules().alertRules().getFirst().exprText());
    var problem = live.lastReload().problems().getFirst().toString();
    assertTrue(problem.startsWith(file + ":5:"), problem);
    assertTrue(problem.contains("group \"one\", rule \"Down\": is not PromQL"), problem);
    assertEquals(1, live.reload().problems().size());
    Files.writeString(file, FIRST);
    live.look();
    assertEquals(List.of(), live.lastReload().problems());
    assertEquals(Set.of(), retired);
  }

  @Test
  void anUnchangedGroupGoesOnAndNoTickIsRepeated() throws IOException {
    engine.tick();
    var group = engine.rules().groups().getLast();
    var ticks = engine.health(group).ticks();
    outcomes.clear();
    Files.writeString(file, FIRST.replace("up == 0", "up < 1"));
    live.look();
    engine.tick();
    assertEquals(List.of(), outcomes);
    assertEquals(ticks, engine.health(engine.rules().groups().getLast()).ticks());
    clock.advance(Duration.ofSeconds(5));
    engine.tick();
    assertEquals(2, outcomes.size());
  }

  @Test
  void aNewIntervalIsEvaluatedFromTheStart() throws IOException {
    engine.tick();
    outcomes.clear();
    Files.writeString(file, FIRST.replace("interval: 5s", "interval: 1h"));
    live.look();
    clock.advance(Duration.ofHours(1));
    engine.tick();
    assertEquals(2, outcomes.size());
  }

  @Test
  void seriesOfARecordingRuleThatIsGoneAreEnded() throws IOException {
    engine.tick();
    recorded.clear();
    Files.writeString(file, FIRST.replace("up == 0", "up < 1"));
    live.look();
    assertEquals(List.of(), recorded);
    Files.writeString(file, FIRST.replace("record: copy", "record: other_copy"));
    live.look();
    assertEquals("copy", recorded.getFirst().labels().get("__name__"));
    assertTrue(Staleness.isMarker(recorded.getFirst().value()));
  }
}
