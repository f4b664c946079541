package dev.tocsin.server.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.pack.RuleImport.Step;
import dev.tocsin.server.rule.RuleOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the import of rules promises, on either database.
abstract class RuleImportsContract {
  private static final String RULES =
      """
      groups:
      - name: shop
        rules:
        - alert: NoOrders
          expr: rate(orders_completed_total[5m]) == 0
          for: %s
          labels: {severity: P2, owner: commerce}
          annotations:
            {summary: s, description: d, rationale: r, runbook_url: "https://wiki.example/orders"}
        - {record: "shop:orders", expr: sum(orders_completed_total)}
      """;
  private static final String ALERT = "shop / NoOrders{owner=\"commerce\", severity=\"P2\"}";

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final Packs packs = Packs.read(Packs.SHIPPED, new Problems());
  private Database database;
  private RuleImports imports;

  abstract Database open(Path folder);

  @BeforeEach
  void open() {
    database = open(folder);
    imports = imports();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private RuleImports imports() {
    return new RuleImports(database, RuleOptions.defaults(), packs, clock);
  }

  private RuleImports.Plan take(String version, String hold, boolean confirm) {
    clock.advance(Duration.ofSeconds(1));
    return imports.take(wish(version, RULES.formatted(hold), confirm), "Ada");
  }

  private static RuleImports.Wish wish(String version, String text, boolean confirm) {
    return new RuleImports.Wish("shop", version, text, confirm);
  }

  private List<String> steps() {
    return imports.history().stream().map(it -> it.version() + " " + it.step()).toList();
  }

  @Test
  void aPlanChangesNothing() {
    var plan = imports.plan(wish("1.0", RULES.formatted("5m"), false));
    assertEquals(Step.FIRST, plan.step());
    assertEquals(List.of("added: " + ALERT, "added: shop / shop:orders{}"), plan.changes());
    assertEquals(List.of(), imports.inForce());
    assertEquals(List.of(), imports.history());
  }

  @Test
  void everyServerHasWhatWasTakenAndTheRecordSaysWhatChanged() {
    assertEquals(Step.FIRST, take("1.0", "5m", false).step());
    assertEquals(Step.UPGRADE, take("1.1", "9m", false).step());
    var found = imports().inForce();
    assertEquals(1, found.size());
    assertEquals("imports/shop.yml", found.getFirst().name());
    assertEquals(RULES.formatted("9m"), found.getFirst().text());
    var newest = imports().history().getFirst();
    assertEquals(List.of("changed: " + ALERT), newest.content().changes());
    assertEquals(new RuleImport.Origin("Ada", clock.millis()), newest.origin());
    assertTrue(newest.isCurrent());
    assertFalse(imports().history().getLast().isCurrent());
  }

  @Test
  void anOlderVersionComesOnlyWhenConfirmed() {
    take("1.10", "5m", false);
    var refused = take("1.9", "9m", false);
    assertEquals(
        "version 1.9 is older than 1.10, which is here; confirm the downgrade if you mean it",
        refused.refusal());
    assertEquals(List.of("1.10 FIRST"), steps());
    assertEquals("", take("1.9", "9m", true).refusal());
    assertEquals(List.of("1.9 DOWNGRADE", "1.10 FIRST"), steps());
  }

  @Test
  void aVersionIsOneSetOfRulesForEver() {
    take("1.0", "5m", false);
    assertEquals(Step.SAME, take("1.0.0", "5m", false).step());
    var refused = take("1.0", "9m", true);
    assertEquals(
        "version 1.0 is here with other rules; give these a higher version", refused.refusal());
    assertEquals(List.of("1.0 FIRST"), steps());
  }

  @Test
  void whatIsWrongIsToldAtOnceAndNothingIsTaken() {
    var rules = "groups: [{name: g, rules: [{alert: A, expr: up == 0}]}]";
    var wish = new RuleImports.Wish("My Rules", "new", rules, false);
    var problems = imports.take(wish, "Ada").problems();
    assertEquals("name: use at most 64 of a-z, 0-9 and -", problems.get(0));
    assertEquals(
        "version: write one to four numbers between points, such as 1.4.0", problems.get(1));
    assertTrue(problems.toString().contains("annotations.runbook_url"), problems.toString());
    assertTrue(imports.take(wish("1", "groups: [", false), "Ada").problems().size() > 0);
    assertEquals(List.of(), imports.history());
  }

  @Test
  void whatIsRemovedStaysInTheRecordAndMayComeBack() {
    take("2.0", "5m", false);
    clock.advance(Duration.ofSeconds(1));
    assertTrue(imports.remove("shop", "Bob"));
    assertFalse(imports.remove("shop", "Bob"));
    assertEquals(List.of(), imports.inForce());
    assertEquals(Step.FIRST, take("1.0", "5m", false).step());
    assertEquals(List.of("1.0 FIRST", "2.0 REMOVAL", "2.0 FIRST"), steps());
  }

  @Test
  void theVersionsOfShippedPacksAreRecordedOnceAndCannotBeRemoved() {
    imports.note(packs);
    imports().note(packs);
    assertEquals(packs.packs().size(), imports.history().size());
    assertEquals(List.of(), imports.inForce());
    assertFalse(imports.remove("packs/core", "Bob"));
    var core = imports.history().stream().filter(it -> it.name().equals("packs/core")).findAny();
    assertEquals(Step.FIRST, core.orElseThrow().step());
    assertEquals(packs.packs().getFirst().version(), core.orElseThrow().version());
  }
}
