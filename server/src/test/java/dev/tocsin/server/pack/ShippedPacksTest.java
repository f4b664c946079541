package dev.tocsin.server.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.ast.Expr;
import dev.tocsin.sdk.metrics.Catalogue;
import dev.tocsin.series.Labels;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RecordingRule;
import dev.tocsin.server.rule.RuleOptions;
import dev.tocsin.server.rule.RuleSet;
import dev.tocsin.server.rule.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /// One name may have a rule for each severity, where more signs at once are worse.
  @Test
  void alertNamesAreUniqueAmongPacksButForTheirSeverity() {
    var names =
        rules.alertRules().stream()
            .map(rule -> rule.group() + " " + rule.name() + " " + rule.labels().get("severity"))
            .toList();
    assertEquals(names.stream().distinct().toList(), names);
    var groups =
        rules.alertRules().stream()
            .collect(
                Collectors.groupingBy(
                    AlertRule::name, Collectors.mapping(AlertRule::group, Collectors.toSet())));
    groups.forEach((name, found) -> assertEquals(1, found.size(), name));
  }

  /// The nine of the specification, in its words.
  @Test
  void theNineProductThresholdsAreNamedRules() {
    var wanted =
        Map.of(
            "API unavailable or degraded", List.of("ApiUnavailable", "ApiDegraded"),
            "webhook retry spike", List.of("WebhookRetrySpike"),
            "payment failure surge", List.of("PaymentFailureSurge"),
            "crawler backlog growth", List.of("CrawlBacklogGrowing"),
            "support queue SLA breach volume", List.of("SupportSlaBreaches"),
            "chat finalization backlog growth", List.of("ChatFinalizationBacklogGrowing"),
            "long-lived checkout reconciliation attempts", List.of("CheckoutStuck"),
            "ads degraded-control event spikes", List.of("AdsDegradedControlSpike"),
            "catalog fallback-to-polling spikes", List.of("CatalogPollingFallbackSpike"));
    assertEquals(9, wanted.size());
    var names = rules.alertRules().stream().map(AlertRule::name).toList();
    wanted.forEach((threshold, named) -> assertTrue(names.containsAll(named), threshold));
  }

  /// A rule on a metric that nobody publishes would never fire.
  @Test
  void everyMetricAndLabelOfARuleIsPublished() {
    var recorded = new HashSet<String>(List.of("up", "ALERTS"));
    for (var rule : rules.rules()) {
      if (rule instanceof RecordingRule) {
        recorded.add(rule.name());
      }
    }
    for (var rule : rules.rules()) {
      for (var selector : selectors(rule.expr()).toList()) {
        if (!recorded.contains(selector.metricName())) {
          check(rule.name(), selector);
        }
      }
    }
  }

  private static Stream<Expr.VectorSelector> selectors(Expr expr) {
    return expr instanceof Expr.VectorSelector selector
        ? Stream.of(selector)
        : expr.children().stream().flatMap(ShippedPacksTest::selectors);
  }

  private static void check(String rule, Expr.VectorSelector selector) {
    var name = selector.metricName().replaceAll("_(bucket|count|sum)$", "");
    var entry = Catalogue.shipped().find(selector.metricName());
    entry = entry.isPresent() ? entry : Catalogue.shipped().find(name);
    assertTrue(entry.isPresent(), rule + " asks for " + selector.metricName());
    var labels = new HashSet<String>(List.of(Labels.METRIC_NAME, "job", "instance", "le"));
    labels.addAll(entry.orElseThrow().definition().labels());
    for (var matcher : selector.matchers()) {
      assertTrue(labels.contains(matcher.name()), rule + " asks for " + matcher);
    }
  }
}
