package dev.tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsAccess;
import dev.tocsin.sdk.ops.OpsBlocks;
import dev.tocsin.sdk.ops.OpsServer;
import dev.tocsin.sdk.ops.OpsSurface;
import dev.tocsin.sdk.readiness.ConfigContract;
import dev.tocsin.sdk.readiness.ConfigReadiness;
import dev.tocsin.sdk.readiness.DeploymentEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PreflightCommandTest {
  private static final String COMPLETE =
      """
      TOCSIN_ENVIRONMENT=production
      JWT_ACCESS_SECRET=q8Zr-access-topsecret
      JWT_REFRESH_SECRET=q8Zr-refresh-topsecret
      REDIS_URL=redis://redis.shop.internal:6379
      MONGO_URL=mongodb://mongo.shop.internal/shop
      AI_AGENT_BASE_URL=https://agent.shop.internal
      IMAGE_PROC_BASE_URL=https://images.shop.internal
      OPENAI_API_KEY=sk-topsecret
      ANTHROPIC_API_KEY=sk-ant-topsecret
      EXCHANGE_RATE_API_KEY=topsecret
      INCIDENT_ALERT_WEBHOOK_URL=https://incidents.shop.internal/hook
      INCIDENT_ALERT_WEBHOOK_BEARER_TOKEN=topsecret
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @TempDir private Path folder;

  @Test
  void aCompleteFilePasses() throws IOException {
    assertEquals(0, run(Map.of(), "--env-file", file(COMPLETE)));
    assertEquals("ready for production", out.toString().strip());
  }

  @Test
  void everyFailedKeyIsPrintedWithItsReasonAndWithoutItsValue() throws IOException {
    var text =
        COMPLETE
            .replace("redis.shop.internal", "localhost")
            .replace("OPENAI_API_KEY=sk-topsecret", "OPENAI_API_KEY=")
            .replace("INCIDENT_ALERT_WEBHOOK_BEARER_TOKEN=topsecret", "");

    assertEquals(PreflightCommand.FAILED, run(Map.of(), "--env-file", file(text)));
    assertEquals(
        """
        not ready for production:
          REDIS_URL points at this machine although production is deployed
          OPENAI_API_KEY is blank
          INCIDENT_ALERT_WEBHOOK_BEARER_TOKEN must be set and valid, so that production can tell of incidents
        """,
        errors.toString());
  }

  @Test
  void theOptionOverridesTheEnvironmentOfTheFile() throws IOException {
    assertEquals(0, run(Map.of(), "--env-file", file(""), "--environment", "local"));
    assertEquals(
        PreflightCommand.FAILED, run(Map.of(), "--env-file", file(""), "--environment", "staging"));
  }

  /// The policy declares a second way, so a test of it must be on record and recent.
  @Test
  void aDeclaredSecondWayNeedsATestThatArrivedLately() throws IOException {
    var contract =
        Files.writeString(
            folder.resolve("contract.json"), "{\"secondaryEscalation\": true, \"keys\": []}");
    var second =
        """
        INCIDENT_ALERT_SECONDARY_WEBHOOK_URL=https://second.shop.internal/hook
        INCIDENT_ALERT_SECONDARY_WEBHOOK_BEARER_TOKEN=topsecret
        """;
    String[] asked = {"--env-file", file(COMPLETE + second), "--contract", contract.toString()};
    assertEquals(PreflightCommand.FAILED, run(Map.of(), asked));
    assertTrue(errors.toString().contains("no recent test delivery"), errors.toString());

    var record = folder.resolve("deliveries.json");
    assertEquals(PreflightCommand.FAILED, run(Map.of(), with(asked, record)));
    Files.writeString(record, "{\"secondaryLastSuccess\": \"" + Instant.now() + "\"}");
    assertEquals(0, run(Map.of(), with(asked, record)), errors.toString());
    Files.writeString(record, "{\"secondaryLastSuccess\": \"2020-01-01T00:00:00Z\"}");
    assertEquals(PreflightCommand.FAILED, run(Map.of(), with(asked, record)));
  }

  private static String[] with(String[] asked, Path record) {
    return Stream.concat(Stream.of(asked), Stream.of("--test-record", record.toString()))
        .toArray(String[]::new);
  }

  @Test
  void eitherPartOfThePrimaryWayAloneStillBlocks() throws IOException {
    for (var part : List.of("URL=https://incidents.shop.internal/hook", "BEARER_TOKEN=topsecret")) {
      var text = COMPLETE.replace("INCIDENT_ALERT_WEBHOOK_" + part + "\n", "");
      assertEquals(PreflightCommand.FAILED, run(Map.of(), "--env-file", file(text)));
    }
  }

  @Test
  void aContractOfOnesOwnDecides() throws IOException {
    var contract =
        Files.writeString(
            folder.resolve("contract.json"),
            """
            {"secondaryEscalation": false,
             "keys": [{"name": "CRAWLER_BASE_URL", "kind": "url", "required": true, "feature": "x"}]}
            """);

    assertEquals(
        PreflightCommand.FAILED,
        run(
            Map.of(),
            "--env-file",
            file(""),
            "--environment",
            "staging",
            "--contract",
            contract.toString()));
    assertTrue(errors.toString().contains("CRAWLER_BASE_URL is not set"));
  }

  @Test
  void whatCannotBeFoundOutIsNoPass() throws IOException {
    assertEquals(PreflightCommand.UNKNOWN, run(Map.of(), "--env-file", "/no/such/file"));
    assertEquals(PreflightCommand.UNKNOWN, run(Map.of(), "--env-file", file("topsecret")));
    assertEquals(PreflightCommand.UNKNOWN, run(Map.of(), "--url", "http://localhost:1"));
    assertTrue(errors.toString().contains("TOCSIN_OPS_TOKEN"));
    assertEquals(
        PreflightCommand.UNKNOWN,
        run(Map.of("TOCSIN_OPS_TOKEN", "x"), "--url", "http://localhost:1"));
    assertFalse(errors.toString().contains("topsecret"));
  }

  @Test
  void aRunningInstanceIsAsked() {
    var readiness =
        new ConfigReadiness(
            ConfigContract.standard(), key -> null, DeploymentEnvironment.of("staging"));
    try (var telemetry = new Telemetry();
        var blocks = OpsBlocks.of(List.of(readiness.configBlock()));
        var server = serve(telemetry, blocks)) {
      var url = "http://localhost:" + server.port();

      assertEquals(
          PreflightCommand.FAILED, run(Map.of("TOCSIN_OPS_TOKEN", "0perator"), "--url", url));
      assertTrue(errors.toString().contains("MONGO_URL is not set"));
      assertEquals(
          PreflightCommand.UNKNOWN, run(Map.of("TOCSIN_OPS_TOKEN", "wrong"), "--url", url));
    }
  }

  private static OpsServer serve(Telemetry telemetry, OpsBlocks blocks) {
    var surface =
        OpsSurface.builder(telemetry)
            .operators(OpsAccess.withToken("0perator"))
            .blocks(blocks)
            .build();
    var server = new OpsServer(surface, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.start();
    return server;
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("api.env"), text).toString();
  }

  private int run(Map<String, String> variables, String... arguments) {
    return new CommandLine(new PreflightCommand(variables))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }
}
