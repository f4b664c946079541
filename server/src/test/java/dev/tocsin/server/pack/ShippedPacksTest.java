package dev.tocsin.server.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.config.Problems;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RuleOptions;
import dev.tocsin.server.rule.RuleSet;
import dev.tocsin.server.rule.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ShippedPacksTest {
  private final Problems problems = new Problems();
  private final Packs packs = Packs.read(Packs.SHIPPED, problems);
  private final RuleSet rules = RuleSet.read(packs.ruleFiles(), RuleOptions.defaults(), problems);

  @Test
  void everyPackCanBeRead() {
    assertEquals(List.of(), problems.list());
  }

  @Test
  void everyRuleSaysWhatItsReaderNeeds() {
    assertEquals(List.of(), new RuleLint(packs).check(rules));
  }

  @Test
  void everyRuleExplainsItsThreshold() {
    for (var rule : rules.alertRules()) {
      assertTrue(rule.annotations().containsKey("rationale"), rule.name());
    }
  }

  @Test
  void everyRunbookHasAllParts() {
    for (var runbook : packs.runbooks()) {
      for (var part :
          List.of(
              "## What you see",
              "## What it means",
              "## First checks",
              "## Actions",
              "## When to escalate")) {
        assertTrue(runbook.text().contains(part), runbook.path() + " lacks " + part);
      }
    }
  }

  @Test
  void everyRunbookBelongsToARule() {
    var linked =
        rules.alertRules().stream()
            .map(rule -> rule.annotations().get("runbook_url"))
            .collect(Collectors.toCollection(TreeSet::new));
    var written =
        packs.runbooks().stream().map(Runbook::path).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(linked, written);
  }

  @Test
  void everyRuleHasATestInWhichItFires() {
    var tests =
        packs.packs().stream()
            .flatMap(pack -> pack.tests().stream())
            .flatMap(file -> RuleTestFile.read(file, problems).cases().stream())
            .flatMap(test -> test.checks().stream())
            .toList();
    for (var rule : rules.alertRules()) {
      assertTrue(
          tests.stream()
              .anyMatch(
                  check -> check.alertName().equals(rule.name()) && !check.alerts().isEmpty()),
          rule.name() + " never fires in a test");
      assertTrue(
          tests.stream()
              .anyMatch(check -> check.alertName().equals(rule.name()) && check.alerts().isEmpty()),
          rule.name() + " is never silent in a test");
    }
  }

  @TestFactory
  Stream<DynamicTest> theRulesPassTheirTests() {
    return packs.packs().stream()
        .flatMap(pack -> pack.tests().stream().flatMap(file -> results(pack, file)))
        .map(
            result ->
                DynamicTest.dynamicTest(
                    result.file() + ": " + result.name(),
                    () -> assertEquals(List.of(), result.failures())));
  }

  private Stream<RuleTests.Result> results(Pack pack, RuleSource file) {
    var results = RuleTests.of(pack).run(file, problems);
    assertEquals(List.of(), problems.list());
    return results.stream();
  }

  @Test
  void theDocumentOfThresholdsIsThatOfTheRules() throws IOException {
    assertEquals(
        Files.readString(Path.of("../docs/alert-thresholds.md")), ThresholdDocument.of(rules));
  }

  @Test
  void aPackThatDoesNotExistIsAProblemThatNamesTheOthers() {
    var found = new Problems();
    Packs.read(List.of("warehouse"), found);
    assertEquals(
        "rules.packs: there is no pack \"warehouse\"; use one of core, marketplace",
        found.list().getFirst().toString());
  }

  @Test
  void alertNamesAreUniqueAmongPacks() {
    var names = rules.alertRules().stream().map(AlertRule::name).toList();
    assertEquals(names.stream().distinct().toList(), names);
  }
}
