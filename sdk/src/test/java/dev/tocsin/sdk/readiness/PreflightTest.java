package dev.tocsin.sdk.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsAccess;
import dev.tocsin.sdk.ops.OpsBlocks;
import dev.tocsin.sdk.ops.OpsServer;
import dev.tocsin.sdk.ops.OpsSurface;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

  @TempDir Path folder;

  @Test
  void aFileIsReadAsShellsAndContainersReadIt() {
    Map<String, String> values =
        EnvironmentFile.parse(
            List.of(
                "# comment", "", "export A=1", "B = \"two words\"", "C='a=b#c'", "D=x#y", "E="));

    assertEquals("1", values.get("A"));
    assertEquals("two words", values.get("B"));
    assertEquals("a=b#c", values.get("C"));
    assertEquals("x#y", values.get("D"));
    assertEquals("", values.get("E"));
  }

  @Test
  void aLineThatIsNoAssignmentIsToldByItsNumberOnly() {
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> EnvironmentFile.parse(List.of("A=1", "topsecret")));

    assertTrue(failure.getMessage().contains("Line 2"));
    assertFalse(failure.getMessage().contains("topsecret"));
  }

  @Test
  void theEnvironmentOfTheFileDecidesUnlessAnotherIsGiven() throws IOException {
    Path file = Files.writeString(folder.resolve("api.env"), "TOCSIN_ENVIRONMENT=staging\n");

    Preflight staging = Preflight.ofFile(file, ConfigContract.standard(), null);
    assertEquals("staging", staging.environment());
    assertEquals(9, staging.failures().size());
    assertTrue(Preflight.ofFile(file, ConfigContract.standard(), "local").passed());
    assertThrows(
        UncheckedIOException.class,
        () -> Preflight.ofFile(folder.resolve("no"), ConfigContract.standard(), null));
  }

  @Test
  void aRunningInstanceTellsItsOwnVerdict() throws Exception {
    Map<String, String> values = ConfigReadinessTest.complete();
    values.remove("MONGO_URL");
    ConfigReadiness readiness =
        new ConfigReadiness(
            ConfigContract.standard(), values::get, DeploymentEnvironment.of("production"));
    try (Telemetry telemetry = new Telemetry();
        OpsBlocks blocks = OpsBlocks.of(List.of(readiness.configBlock()));
        OpsServer server = serve(telemetry, blocks)) {
      URI base = URI.create("http://localhost:" + server.port() + "/");
      Preflight preflight = Preflight.ofInstance(base, "0perator");

      assertEquals("production", preflight.environment());
      assertEquals(
          List.of(new FailedKey("MONGO_URL", "MONGO_URL is not set")), preflight.failures());
      assertThrows(UncheckedIOException.class, () -> Preflight.ofInstance(base, "wrong"));
    }
  }

  @Test
  void anInstanceWithoutTheBlockDoesNotPass() {
    try (Telemetry telemetry = new Telemetry();
        OpsBlocks blocks = OpsBlocks.of(List.of());
        OpsServer server = serve(telemetry, blocks)) {
      URI base = URI.create("http://localhost:" + server.port());

      assertThrows(UncheckedIOException.class, () -> Preflight.ofInstance(base, "0perator"));
    }
  }

  private static OpsServer serve(Telemetry telemetry, OpsBlocks blocks) {
    OpsSurface surface =
        OpsSurface.builder(telemetry)
            .operators(OpsAccess.withToken("0perator"))
            .blocks(blocks)
            .build();
    OpsServer server =
        new OpsServer(surface, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.start();
    return server;
  }
}
