package dev.tocsin.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs that people have in front of the real server. Skipped where they are not installed.
class AmtoolTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Path AMTOOL = Path.of("/usr/bin/amtool");
  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");

  @TempDir private static Path folder;
  private static RunningServer server;
  private static Map<String, String> viewer;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start(folder.resolve("server"));
    var session = server.session();
    viewer = Map.of("Cookie", session.cookie());
    token = server.token(session, "OPERATOR");
    Files.writeString(
        folder.resolve("http.yml"), "authorization: {credentials: \"" + token + "\"}\n");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String amtool(String... arguments) throws Exception {
    assumeTrue(Files.isExecutable(AMTOOL), "amtool is not installed (prometheus-alertmanager)");
    var command =
        new ArrayList<>(
            List.of(
                AMTOOL.toString(),
                "--alertmanager.url=http://127.0.0.1:" + server.port(),
                "--http.config.file=" + folder.resolve("http.yml")));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile(folder, "amtool", ".txt").toFile())
            .start();
    var output = process.onExit().get();
    var text = "";
    try (Stream<Path> files = Files.list(folder)) {
      var newest =
          files
              .filter(file -> file.getFileName().toString().startsWith("amtool"))
              .max((a, b) -> Long.compare(modified(a), modified(b)));
      text = Files.readString(newest.orElseThrow());
    }
    assertEquals(0, output.exitValue(), String.join(" ", arguments) + ": " + text);
    return text;
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).to(java.util.concurrent.TimeUnit.NANOSECONDS);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void alertsAreAddedAndFound() throws Exception {
    amtool("alert", "add", "DiskFull", "instance=db1", "--annotation=summary=Disk is full");
    var found = amtool("alert", "query", "alertname=DiskFull", "-o", "extended");
    assertTrue(found.contains("db1") && found.contains("Disk is full"), found);
    assertTrue(!amtool("alert", "query", "-o", "extended", "alertname=Other").contains("db1"));

    var active = server.get(viewer, "/api/v1/monitoring/alerts/active").body();
    assertTrue(active.contains("DiskFull"), active);
    var page = server.get(viewer, "/admin/alerts").body();
    assertTrue(page.contains("Disk is full"), page);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertTrue(
                    server.get(viewer, "/api/v1/monitoring/incidents").body().contains("Disk is")));
  }

  @Test
  void silencesAreAddedFoundAndExpired() throws Exception {
    amtool("alert", "add", "Noisy", "instance=web1");
    var id =
        amtool("silence", "add", "alertname=Noisy", "-c", "we know", "-a", "ada", "-d", "1h")
            .strip();
    var listed = amtool("silence", "query");
    assertTrue(listed.contains(id.substring(0, 8)) && listed.contains("we know"), listed);
    assertTrue(!amtool("alert", "query", "-o", "extended", "alertname=Noisy").contains("web1"));
    assertTrue(
        amtool("alert", "query", "-s", "-o", "extended", "alertname=Noisy").contains("web1"));
    amtool("silence", "update", id, "-d", "2h", "-c", "longer");
    assertTrue(amtool("silence", "query").contains("longer"));

    var ids = amtool("silence", "query", "-q").lines().toList();
    for (var one : ids) {
      amtool("silence", "expire", one);
    }
    assertEquals("", amtool("silence", "query", "-q").strip());
    assertTrue(amtool("silence", "query", "--expired").contains("longer"));
    assertTrue(amtool("alert", "query", "-o", "extended", "alertname=Noisy").contains("web1"));
  }

  @Test
  void theStatusIsShown() throws Exception {
    assertTrue(amtool("config", "show").contains("tocsin"));
  }

  @Test
  void aRealPrometheusSendsItsAlertsHere() throws Exception {
    assumeTrue(Files.isExecutable(PROMETHEUS), "prometheus is not installed");
    var home = Files.createDirectories(folder.resolve("prometheus"));
    Files.writeString(
        home.resolve("rules.yml"),
        """
        groups:
          - name: test
            interval: 1s
            rules:
              - alert: FromPrometheus
                expr: vector(1)
                labels: {severity: critical, service: shop}
                annotations: {summary: Prometheus says so}
        """);
    Files.writeString(
        home.resolve("prometheus.yml"),
        """
        global: {evaluation_interval: 1s}
        rule_files: [rules.yml]
        alerting:
          alertmanagers:
            - static_configs: [{targets: ["127.0.0.1:%d"]}]
              authorization: {credentials: "%s"}
        """
            .formatted(server.port(), token));
    var process =
        new ProcessBuilder(
                PROMETHEUS.toString(),
                "--config.file=" + home.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + home.resolve("data"),
                "--rules.alert.resend-delay=1s",
                "--web.listen-address=127.0.0.1:" + freePort())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log.txt").toFile())
            .start();
    try {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertTrue(
                      server
                          .get(viewer, "/api/v1/monitoring/incidents?status=INVESTIGATING")
                          .body()
                          .contains("Prometheus says so"),
                      Files.readString(home.resolve("log.txt"), StandardCharsets.UTF_8)));
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
