package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deployments of real processes.
class DeployProcessTest {

  private static final String TWO_EXITS = "tocsin.deploy.rollback.max-exits=2";
  private static final Map<String, String> ROLLBACK =
      Map.of(
          "RUN_SMOKE_ON_DEPLOY", "true",
          "AUTO_ROLLBACK_ENABLED", "true",
          "METRICS_ENABLED", "true",
          "BROKEN", "release");

  @TempDir private Path folder;

  @Test
  void aBrokenReleaseExitsWithOneUntilItIsACrashLoopAndThenStaysUp() throws Exception {
    for (int start = 1; start <= 2; start++) {
      try (ForkedShop shop = new ForkedShop(folder, ROLLBACK, TWO_EXITS)) {
        assertEquals(1, shop.exitCode(), shop::toString);
        String output = shop.output();
        assertTrue(output.contains("CRITICAL: the release failed its smoke tests"), output);
        assertTrue(output.contains("(exit " + start + " of the window)"), output);
        assertTrue(output.contains("products: no products"), output);
        assertTrue(output.contains("sent Exit"), output);
        int started = output.indexOf("Started ");
        assertTrue(started >= 0 && started < output.indexOf("Smoke tests failed"), output);
      }
    }
    assertTrue(Files.readString(folder.resolve("state/exits.json")).contains("no products"));

    try (ForkedShop third = new ForkedShop(folder, ROLLBACK, TWO_EXITS)) {
      third.awaitOutput("sent Stay");
      assertTrue(third.output().contains("this is a crash loop and needs a person"));
      assertTrue(third.output().contains("A former process gave up at"), third.output());
      assertEquals(200, status(third, "/health/live"));
      assertTrue(third.isAlive());
    }
  }

  @Test
  void theServerHasTheAlertWhenTheProcessIsGone() throws Exception {
    try (EventDoor server = new EventDoor();
        ForkedShop shop =
            new ForkedShop(
                folder,
                ROLLBACK,
                "tocsin.events.server=" + server.address(),
                "tocsin.events.folder=" + folder.resolve("events"))) {
      assertEquals(1, shop.exitCode(), shop::toString);
      assertEquals(
          List.of("deploy.smoke.failed"),
          server.ofType("alert.raised").stream().map(event -> event.path("key").asText()).toList());
    }
  }

  @Test
  void withoutAutoRollbackAFailureIsLoggedAndTheProcessKeepsServing() throws Exception {
    Map<String, String> noRollback =
        Map.of("RUN_SMOKE_ON_DEPLOY", "true", "METRICS_ENABLED", "true", "BROKEN", "release");
    try (ForkedShop shop = new ForkedShop(folder, noRollback)) {
      shop.awaitOutput("sent Stay");
      assertTrue(shop.output().contains("AUTO_ROLLBACK_ENABLED is not true"), shop.output());
      assertEquals(200, status(shop, "/products/1"));
      assertFalse(Files.exists(folder.resolve("state/exits.json")));
    }
  }

  @Test
  void anOutageOfTheDatabaseEndsNoProcessWhenSharedDependenciesAreExcluded() throws Exception {
    Map<String, String> outage =
        Map.of(
            "RUN_SMOKE_ON_DEPLOY", "true",
            "AUTO_ROLLBACK_ENABLED", "true",
            "METRICS_ENABLED", "true",
            "BROKEN", "database");
    String exclude = "tocsin.deploy.rollback.exclude-shared-dependencies=true";
    try (ForkedShop shop = new ForkedShop(folder, outage, exclude)) {
      shop.awaitOutput("sent Stay");
      assertTrue(shop.output().contains("down: database"), shop.output());
      assertEquals(503, status(shop, "/health/ready"));
    }
    try (ForkedShop shop = new ForkedShop(folder, outage)) {
      assertEquals(1, shop.exitCode());
    }
  }

  @Test
  void aReleaseThatWorksPassesAndWithoutMetricsIsSkipped() throws Exception {
    Map<String, String> good =
        Map.of(
            "RUN_SMOKE_ON_DEPLOY", "true",
            "AUTO_ROLLBACK_ENABLED", "true",
            "METRICS_ENABLED", "true");
    try (ForkedShop shop = new ForkedShop(folder, good)) {
      shop.awaitOutput("Smoke tests passed: {\"passed\":true");
      assertTrue(shop.isAlive());
    }
    Map<String, String> noMetrics =
        Map.of("RUN_SMOKE_ON_DEPLOY", "true", "AUTO_ROLLBACK_ENABLED", "true");
    try (ForkedShop shop = new ForkedShop(folder, noMetrics)) {
      shop.awaitOutput("Smoke tests skipped: {\"passed\":false");
      assertTrue(shop.isAlive());
    }
  }

  private static int status(ForkedShop shop, String path) throws IOException, InterruptedException {
    URI address = URI.create("http://localhost:" + shop.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
