package dev.tocsin.server.deliver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.database.TestDatabases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process is killed in the middle of its deliveries.
class CrashTest {
  private static final int INCIDENTS = 40;

  @TempDir private Path folder;
  private final Set<String> committed = ConcurrentHashMap.newKeySet();

  private Process child(URI sink, int incidents) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName(),
                folder.toString(),
                sink.toString(),
                Integer.toString(incidents))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Thread.ofVirtual().start(() -> collect(process));
    return process;
  }

  private void collect(Process process) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          committed.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  private static Set<String> opened(HttpSink sink) throws IOException {
    var ids = new HashSet<String>();
    for (var received : sink.received()) {
      ids.add(new ObjectMapper().readTree(received.body()).path("incidentId").asText());
    }
    return ids;
  }

  @Test
  void aKilledProcessLosesNoNotificationAndKeepsTheirKeys() throws Exception {
    try (var sink = new HttpSink()) {
      // The first attempts stay without an answer, so the kill hits them under way.
      for (int i = 0; i < 4; i++) {
        sink.thenHang();
      }
      var first = child(sink.url(), INCIDENTS);
      await().atMost(Duration.ofSeconds(30)).until(() -> sink.received().size() >= 4);
      await().atMost(Duration.ofSeconds(30)).until(() -> committed.size() >= INCIDENTS / 2);
      kill(first);
      var second = child(sink.url(), 0);
      await().atMost(Duration.ofSeconds(30)).until(() -> sink.received().size() >= 12);
      kill(second);
      var third = child(sink.url(), 0);
      try {
        await().atMost(Duration.ofSeconds(30)).until(() -> opened(sink).containsAll(committed));
        await().atMost(Duration.ofSeconds(30)).until(this::nothingWaits);
      } finally {
        kill(third);
      }

      var keysOfHanging =
          sink.received().stream().limit(4).map(it -> it.headers().get("webhook-id")).toList();
      var later =
          sink.received().stream().skip(4).map(it -> it.headers().get("webhook-id")).toList();
      assertTrue(later.containsAll(keysOfHanging), "lost: " + keysOfHanging);
      var keys = new HashSet<String>(later);
      assertEquals(opened(sink).size(), keys.size());
    }
  }

  private boolean nothingWaits() {
    try (var database = TestDatabases.sqlite(folder)) {
      var fixture = new DeliveryFixture(database, Optional.empty());
      var figures = fixture.log.figures();
      assertEquals(0, figures.deadLetters());
      return figures.pending() == 0;
    }
  }
}
