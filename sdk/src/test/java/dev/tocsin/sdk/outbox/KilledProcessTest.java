package dev.tocsin.sdk.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.sql.TestDatabase;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// A real process, killed between append and relay, again and again.
class KilledProcessTest {

  private static final int KILLS = 3;
  private static final int EVENTS_BEFORE_A_KILL = 150;

  @Test
  void whatWasCommittedBeforeAKillActsOnceAndInOrder() throws Exception {
    PGSimpleDataSource dataSource = (PGSimpleDataSource) TestDatabase.POSTGRESQL.create();
    String url =
        String.format(
            "jdbc:postgresql://localhost:%d/%s?user=postgres",
            dataSource.getPortNumbers()[0], dataSource.getDatabaseName());
    List<Integer> committed = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      committed.addAll(runUntilKilled(url, kill * 1_000_000));
    }
    Database database = new Database(dataSource);
    JdbcQueue queue =
        new JdbcQueue(database, "effects", OutboxOptions.defaults(), InstantSource.system());
    List<Integer> acted = new ArrayList<>();
    try (Outbox outbox =
        Outbox.of("automation", dataSource, new JdbcQueueTransport(database)).build()) {
      outbox.start();
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () -> {
                while (queue.poll((c, e) -> acted.add(Integer.valueOf(e.payload())))) {}
                return outbox.figures().depth() == 0 && queue.figures().depth() == 0;
              });
      assertEquals(0, outbox.figures().deadLetters());
    }
    assertEquals(acted.size(), new HashSet<>(acted).size(), "nothing acts twice");
    assertTrue(acted.containsAll(committed), "nothing that was committed is lost");
    for (int key = 0; key < 3; key++) {
      int each = key;
      List<Integer> ofKey = acted.stream().filter(i -> i % 3 == each).toList();
      assertEquals(ofKey.stream().sorted().toList(), ofKey);
    }
  }

  private static List<Integer> runUntilKilled(String url, int first) throws Exception {
    Process shop =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ShopMain.class.getName(),
                url,
                String.valueOf(first))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Integer> committed = new ArrayList<>();
    try (BufferedReader told = shop.inputReader()) {
      for (int i = 0; i < EVENTS_BEFORE_A_KILL; i++) {
        String line = told.readLine();
        assertTrue(line != null, "the process ended by itself");
        committed.add(Integer.valueOf(line));
      }
      shop.destroyForcibly().waitFor();
    }
    return committed;
  }
}
