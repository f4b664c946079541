package dev.tocsin.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertmanagerImportTest {
  private static final String FILE =
      """
      global: {smtp_smarthost: "localhost:25", slack_api_url: "https://hooks.example/secret"}
      templates: ["*.tmpl"]
      route:
        receiver: team
        group_by: [alertname]
        routes:
          - {matchers: [severity="critical"], receiver: Pager Duty, continue: true}
          - {match_re: {service: "a|b"}, receiver: team, mute_time_intervals: [nights]}
      inhibit_rules:
        - {source_match: {severity: critical}, target_match: {severity: warning}, equal: [service]}
      mute_time_intervals:
        - {name: nights, time_intervals: [{times: [{start_time: "22:00", end_time: "24:00"}]}]}
      receivers:
        - name: team
          slack_configs: [{channel: "#ops"}]
          email_configs: [{to: a@example.org, send_resolved: false}]
        - {name: Pager Duty, pagerduty_configs: [{service_key: very-secret}]}
      """;

  @Test
  void theFileBecomesASectionThatThisServerReads() {
    var imported = AlertmanagerImport.read(FILE);
    assertEquals(List.of("team-slack", "team-email", "pager-duty-pagerduty"), imported.channels());

    var problems = new Problems();
    var section = ConfigFile.parse("t.yml", imported.yaml(), Map.of(), problems).section("routing");
    var options = RoutingOptions.read(section, imported.channels());
    problems.throwIfAny();
    var found = options.tree().find(Map.of("severity", "critical", "service", "a"));
    assertEquals(
        List.of("Pager Duty", "team"),
        found.plan().legs().stream().map(Plan.Leg::receiver).toList());
    assertEquals(1, options.inhibitions().size());
    assertTrue(!imported.yaml().contains("secret"), imported.yaml());
  }

  @Test
  void theReportSaysWhatIsDifferentHere() {
    var report = String.join("\n", AlertmanagerImport.read(FILE).report());
    for (var part :
        List.of("resolve_timeout", "Go templates", "\"continue\"", "type pagerduty", "resolved")) {
      assertTrue(report.contains(part), part + " in " + report);
    }
  }

  @Test
  void whatIsNoConfigurationIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> AlertmanagerImport.read("a: ["));
    assertThrows(IllegalArgumentException.class, () -> AlertmanagerImport.read("just text"));
  }
}
