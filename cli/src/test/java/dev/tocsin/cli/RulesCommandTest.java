package dev.tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RulesCommandTest {
  private static final String RULES =
      "groups: [{name: g, rules: [{alert: Down, expr: up == 0, labels: {severity: P1}}]}]";
  private static final String TEST =
      """
      rule_files: [r.yml]
      tests:
      - name: down
        input_series: [{series: 'up{job="a"}', values: "0x5"}]
        alert_rule_test:
        - {eval_time: 1m, alertname: Down, exp_alerts: [{exp_labels: {job: %s, severity: P1}}]}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();
  @TempDir private Path folder;

  private int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void testsOfTheOperatorPassAndFail() throws IOException {
    file("r.yml", RULES);
    assertEquals(0, run(new TestCommand(), "rules", file("t.yml", TEST.formatted("a"))));
    assertTrue(out.toString().startsWith("passed "), out.toString());
    assertEquals(1, run(new TestCommand(), "rules", file("t.yml", TEST.formatted("b"))));
    assertTrue(errors.toString().contains("does not fire with labels {job=b"), errors.toString());
    assertEquals(1, run(new TestCommand(), "rules", folder.resolve("none.yml").toString()));
  }

  @Test
  void aRuleWithoutRunbookFailsTheLint() throws IOException {
    assertEquals(1, run(new RulesCommand(), "lint", file("r.yml", RULES)));
    assertTrue(errors.toString().contains("annotations.runbook_url"), errors.toString());
  }

  @Test
  void theDocumentNamesEachThreshold() throws IOException {
    assertEquals(0, run(new RulesCommand(), "thresholds", file("r.yml", RULES)));
    assertTrue(out.toString().contains("| Down | P1 | `up == 0` | 0s |"), out.toString());
  }

  @Test
  void anImportSaysWhatItChangesAndWhyItIsRefused() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var asked = new ArrayList<String>();
    server.createContext(
        "/api/v1/monitoring/rule-imports",
        exchange -> {
          try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
            boolean old = body.contains("\"0.9\"");
            var answer =
                old
                    ? "{\"message\": \"version 0.9 is older\", \"errors\": []}"
                    : """
                    {"data": {"step": "upgrade", "applied": true, "changes": ["changed: g / Down{}"],
                     "replays": [{"rule": "Down", "fired": 3}]}}
                    """;
            exchange.sendResponseHeaders(old ? 409 : 200, 0);
            exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
          }
        });
    server.start();
    try {
      var url = "http://127.0.0.1:" + server.getAddress().getPort();
      var rules = file("r.yml", RULES);
      var common = new String[] {rules, "--url", url, "--name", "shop", "--apply"};
      assertEquals(0, importRules(common, "1.0"));
      assertTrue(out.toString().contains("shop 1.0: upgrade, in force"), out.toString());
      assertTrue(out.toString().contains("  changed: g / Down{}"), out.toString());
      assertTrue(out.toString().contains("  Down would have fired 3 times in 7 days"));
      assertTrue(asked.getFirst().startsWith("Bearer secret {"), asked.getFirst());
      assertEquals(1, importRules(common, "0.9"));
      assertTrue(errors.toString().contains("409: version 0.9 is older"), errors.toString());
    } finally {
      server.stop(0);
    }
  }

  private int importRules(String[] common, String version) {
    var arguments = new ArrayList<>(List.of(common));
    arguments.addAll(List.of("--rules-version", version));
    var command = new RulesImportCommand(Map.of("TOCSIN_TOKEN", "secret"));
    return run(command, arguments.toArray(String[]::new));
  }
}
