package dev.tocsin.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a real process while it commits, and looks for what it had acknowledged.
class KillTest {
  private static final int KILLS = 6;

  @TempDir private Path directory;

  /// The acknowledged batches of each writer.
  private final List<List<Long>> acknowledged = new ArrayList<>();

  private Process start(long firstBatch) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            CommitUntilKilled.class.getName(),
            directory.toString(),
            Long.toString(firstBatch))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Reads a number of acknowledgements, kills the process, and reads those still in the pipe.
  private void runAndKill(long firstBatch, int lines) throws Exception {
    var process = start(firstBatch);
    try (var output = process.inputReader()) {
      for (int i = 0; i < lines; i++) {
        note(output);
      }
      // Not destroyForcibly of the process itself, which would close the pipe as well.
      assertTrue(process.toHandle().destroyForcibly());
      boolean more = true;
      while (more) {
        more = note(output);
      }
    } finally {
      process.destroyForcibly();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    }
  }

  private boolean note(BufferedReader output) throws IOException {
    var line = output.readLine();
    if (line == null) {
      return false;
    }
    var parts = line.split(" ");
    acknowledged.get(Integer.parseInt(parts[0])).add(Long.valueOf(parts[1]));
    return true;
  }

  private long newestBatch() {
    return acknowledged.stream().flatMap(List::stream).mapToLong(Long::longValue).max().orElse(0);
  }

  private void assertAcknowledgedIsThere(int kill) {
    try (var tsdb = Tsdb.open(TsdbOptions.defaults(directory))) {
      for (int writer = 0; writer < CommitUntilKilled.WRITERS; writer++) {
        for (int series = 0; series < CommitUntilKilled.SERIES; series++) {
          var found = Samples.of(tsdb, CommitUntilKilled.labels(writer, series));
          var expected = new TreeMap<Long, Long>();
          for (long batch : acknowledged.get(writer)) {
            expected.put(batch, Samples.bits(CommitUntilKilled.value(writer, series, batch)));
          }
          var lost = new TreeMap<>(expected);
          lost.entrySet().removeAll(found.entrySet());
          assertEquals(new TreeMap<>(), lost, "lost after kill " + kill);
          assertTrue(
              found.size() <= expected.size() + kill,
              "at most one batch a kill was written and not acknowledged");
        }
      }
    }
  }

  @Test
  void everySampleThatWasAcknowledgedSurvivesTheDeathOfTheProcess() throws Exception {
    for (int i = 0; i < CommitUntilKilled.WRITERS; i++) {
      acknowledged.add(new ArrayList<>());
    }
    var random = new Random(9);
    for (int kill = 1; kill <= KILLS; kill++) {
      // A batch that was written but not acknowledged must not meet the same batch again.
      runAndKill(newestBatch() + 10, 1 + random.nextInt(400));
      assertAcknowledgedIsThere(kill);
    }
    assertTrue(newestBatch() > 10L * KILLS);
  }

  @Test
  void aDirectoryInUseByAnotherProcessIsRefusedInAClearSentence() throws Exception {
    var process = start(1);
    try (var output = process.inputReader()) {
      assertTrue(output.readLine() != null);
      var failure =
          assertThrows(
              IllegalStateException.class, () -> Tsdb.open(TsdbOptions.defaults(directory)));
      assertTrue(
          failure.getMessage().contains("is in use by another process (process " + process.pid()),
          failure.getMessage());
    } finally {
      process.destroyForcibly();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    }
    Tsdb.open(TsdbOptions.defaults(directory)).close();
  }
}
