package dev.tocsin.server.ascode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.Value;
import dev.tocsin.series.Matcher;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.alert.AlertOptions;
import dev.tocsin.server.ascode.Applied.Outcome;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Leases;
import dev.tocsin.server.rule.RuleDesk;
import dev.tocsin.server.rule.SimpleRuleBody;
import dev.tocsin.server.rule.SimpleRules;
import dev.tocsin.server.silence.Silences;
import dev.tocsin.server.silence.Window;
import dev.tocsin.server.silence.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is promised of files, on either database.
abstract class AsCodeContract {
  private static final String RULE =
      """
      rules:
        - name: Busy
          metric: http_active_connections
          kind: GAUGE
          condition: GT
          threshold: "50"
          recovery_threshold: "40"
          severity: P2
          channel: SLACK
      """;

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final Side here = new Side();
  private final Side there = new Side();

  abstract Database open(Path folder);

  /// A server with rules, silences and windows.
  private final class Side {
    private Database database;
    private RuleDesk desk;
    private SimpleRules rules;
    private Silences silences;
    private Windows windows;
    private Applier applier;
    private CodeText text;

    private void open(Path data) {
      database = AsCodeContract.this.open(data);
      var book = new AlertBook(database, AlertOptions.defaults(), List.of(), _ -> {}, clock);
      rules = new SimpleRules(database, (_, _) -> new Value.InstantVector(List.of()), clock);
      desk = new RuleDesk(rules, clock, List.of(), (_, _) -> "", (_, _, _, _) -> {});
      silences = new Silences(database, book, book.received(), clock);
      windows = new Windows(database, book.received(), clock);
      applier = new Applier(desk, silences, windows, clock);
      text = new CodeText(desk, silences, windows, Map.of(), clock);
    }

    private CodeFolder codeFolder() {
      return new CodeFolder(
          new AsCodeOptions(Optional.of(folder)),
          applier,
          database,
          new Leases(database, clock, "here"),
          clock);
    }

    private Set<String> names() {
      return desk.all().stream().map(it -> it.rule().name()).collect(Collectors.toSet());
    }
  }

  @BeforeEach
  void open(@TempDir Path one, @TempDir Path other) {
    here.open(one);
    there.open(other);
  }

  @AfterEach
  void close() {
    here.database.close();
    there.database.close();
  }

  private static Bundle bundle(String text) {
    var problems = new Problems();
    var bundle = Bundle.read("test", text, problems);
    problems.throwIfAny();
    return bundle;
  }

  private static Set<Outcome> outcomes(List<Applied> applied) {
    return applied.stream().map(Applied::outcome).collect(Collectors.toSet());
  }

  /// What people would click: all members, odd texts, both kinds of window.
  private void click(Side side) {
    var form =
        Map.ofEntries(
            Map.entry("name", "Fehler: \"viele\" ✓ # not a comment"),
            Map.entry("description", "two lines\n- and a ${VARIABLE}"),
            Map.entry("metric", "api_errors_total"),
            Map.entry("kind", "RATIO"),
            Map.entry("denominator", "api_requests_total"),
            Map.entry("labels", "path=/a b\nmethod=GET"),
            Map.entry("groupBy", "job, path"),
            Map.entry("window", "300"),
            Map.entry("condition", "GTE"),
            Map.entry("threshold", "0.0500"),
            Map.entry("recoveryThreshold", "0.01"),
            Map.entry("duration", "90"),
            Map.entry("evaluationInterval", "15"),
            Map.entry("cooldownMinutes", "0"),
            Map.entry("severity", "P1"),
            Map.entry("channel", "EMAIL"),
            Map.entry("recipients", "a@shop.example\nb@shop.example"),
            Map.entry("owner", "0123"),
            Map.entry("runbookUrl", "https://runbooks.example/1#x"));
    side.desk.create(SimpleRuleBody.ofForm(form), "ada");
    long now = clock.millis();
    side.silences.put(
        new Silences.Wanted(
            "",
            List.of(
                Matcher.equal("service", "a \"b\", {c}"),
                Matcher.of(Matcher.Type.NOT_MATCHES, "job", "x|y")),
            "ada",
            "yes",
            now,
            now + Duration.ofHours(2).toMillis()));
    for (var times : List.of("", "- cron: \"0 2 * * sun\"\n  for: 2h\n  location: Europe/Vienna")) {
      side.windows.put(
          new Windows.Wanted(
              "",
              new Windows.Words("Window " + times.length(), "ada", times.isEmpty() ? "" : "null"),
              new Window.About(List.of(Matcher.equal("team", "db")), List.of("postgresql")),
              new Windows.Bounds(now, now + Duration.ofDays(9).toMillis()),
              times));
    }
  }

  @Test
  void whatWasClickedOnOneServerIsTheSameOnAnother() {
    click(here);
    var exported = here.text.write();
    assertEquals(Set.of(Outcome.CREATED), outcomes(there.applier.apply(bundle(exported), "grace")));
    assertEquals(exported, there.text.write());
  }

  @Test
  void applyingWhatIsThereChangesNothing() {
    click(here);
    var exported = here.text.write();
    var before = here.desk.all();
    clock.advance(Duration.ofMinutes(5));
    var applied = here.applier.apply(bundle(exported), "grace");
    assertEquals(4, applied.size());
    assertEquals(Set.of(Outcome.SAME), outcomes(applied));
    assertEquals(before, here.desk.all(), "not even the time of the last edit");
    assertEquals(exported, here.text.write());
  }

  @Test
  void aChangedMemberIsChangedAndAMissingOneGetsItsDefault() {
    here.applier.apply(bundle(RULE), "ada");
    var changed = RULE.replace("\"50\"", "60").replace("    recovery_threshold: \"40\"\n", "");
    assertEquals(Set.of(Outcome.CHANGED), outcomes(here.applier.apply(bundle(changed), "ada")));
    assertTrue(here.text.write().contains("threshold: 60\n"), here.text.write());
    var test = here.desk.all().getFirst().rule().test();
    assertEquals("60", test.threshold().toPlainString());
    assertEquals(null, test.recovery());
  }

  @Test
  void defaultsThatTellNobodyAreTheSameElsewhereAndCanBeChanged() {
    here.rules.seedDefaults(List.of(), Set.of());
    there.rules.seedDefaults(List.of(), Set.of());
    var exported = here.text.write();
    assertEquals(Set.of(Outcome.SAME), outcomes(there.applier.apply(bundle(exported), "ada")));
    var changed = exported.replace("threshold: 0.05\n", "threshold: 0.07\n");
    assertEquals(
        Set.of(Outcome.SAME, Outcome.CHANGED),
        outcomes(there.applier.apply(bundle(changed), "ada")));
    assertEquals(changed, there.text.write());
  }

  @Test
  void aTrialTellsAndWritesNothing() {
    click(there);
    var wanted = bundle(there.text.write());
    assertEquals(Set.of(Outcome.CREATED), outcomes(here.applier.check(wanted)));
    assertEquals(List.of(), here.desk.all());
    assertEquals(List.of(), here.windows.all());
  }

  @Test
  void aBadItemIsRefusedWithItsReasonAndTheOthersAreApplied() {
    var bad = RULE.replace("P2", "P9").replace("Busy", "Bad");
    var applied = here.applier.apply(bundle(RULE).and(bundle(bad)), "ada");
    assertEquals(Set.of(Outcome.CREATED, Outcome.REFUSED), outcomes(applied));
    assertTrue(applied.getLast().detail().contains("severity: \"P9\" is none"));
    assertEquals(Set.of("Busy"), here.names());
  }

  @Test
  void everythingThatIsWrongInAFileIsToldAtOnce() {
    var problems = new Problems();
    Bundle.read(
        "f.yml",
        """
        rules: [{name: a, metric: b, treshold: 1}, {name: a, metric: c, duration: long}]
        silences: [{matchers: "=", reason: x, starts_at: now, ends_at: "2026-03-01T00:00:00Z"}]
        windows: []
        """,
        problems);
    assertEquals(6, problems.list().size(), problems.list().toString());
  }

  @Test
  void aSilenceThatIsOverIsNotMadeAgain() {
    click(here);
    var exported = here.text.write();
    clock.advance(Duration.ofHours(3));
    var applied = there.applier.apply(bundle(exported), "ada");
    assertTrue(outcomes(applied).contains(Outcome.OVER));
    assertEquals(List.of(), there.silences.endingAfter(0));
  }

  private void file(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void theFolderBringsAndTakesAwayAndLeavesAloneWhatWasClicked() throws Exception {
    click(here);
    file("rules.yml", RULE);
    file("more.yaml", RULE.replace("Busy", "Idle"));
    file("notes.txt", "not: read");
    assertEquals(2, here.codeFolder().apply(folder).applied().size());
    assertEquals(3, here.names().size());
    Files.delete(folder.resolve("more.yaml"));
    var applied = here.codeFolder().apply(folder).applied();
    assertEquals(Set.of(Outcome.SAME, Outcome.REMOVED), outcomes(applied));
    assertTrue(here.names().contains("Busy"));
    assertFalse(here.names().contains("Idle"));
    assertEquals(2, here.names().size());
    assertEquals(1, here.codeFolder().apply(folder).applied().size());
  }

  @Test
  void aSilenceOfTheFolderThatSomebodyEndedStaysEnded() throws Exception {
    click(there);
    file("all.yml", there.text.write());
    here.codeFolder().apply(folder);
    var silence = here.silences.endingAfter(clock.millis()).getFirst();
    here.silences.expire(silence.id());
    here.codeFolder().apply(folder);
    assertEquals(List.of(), here.silences.endingAfter(clock.millis()));
  }

  @Test
  void oneWrongFileChangesNothingAtAll() throws Exception {
    file("good.yml", RULE);
    here.codeFolder().apply(folder);
    file("bad.yml", "rules: [{name: ");
    Files.delete(folder.resolve("good.yml"));
    var result = here.codeFolder().apply(folder);
    assertFalse(result.problems().isEmpty());
    assertEquals(Set.of("Busy"), here.names());
  }

  @Test
  void aNameInTwoFilesIsAProblem() throws Exception {
    file("one.yml", RULE);
    file("two.yml", RULE.replace("P2", "P3"));
    var result = here.codeFolder().apply(folder);
    assertTrue(result.problems().toString().contains("RULE Busy is in two files"));
    assertEquals(Set.of(), here.names());
  }
}
