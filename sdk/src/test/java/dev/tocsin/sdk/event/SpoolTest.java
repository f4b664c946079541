package dev.tocsin.sdk.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final long MANY = 64L << 20;

  @TempDir Path folder;

  @Test
  void linesComeInTheirOrderAcrossSegmentsAndTakenOnesAreGone() throws Exception {
    String filler = "z".repeat(300_000);
    try (Spool spool = Spool.open(folder, MANY)) {
      for (int i = 0; i < 20; i++) {
        spool.append(List.of(i + filler));
      }
      List<String> seen = new ArrayList<>();
      for (Spool.Lines next = spool.read(3, MANY_BYTES);
          !next.lines().isEmpty();
          next = spool.read(3, MANY_BYTES)) {
        next.lines().forEach(line -> seen.add(line.substring(0, line.indexOf('z'))));
        spool.taken(next.end());
      }
      assertEquals(20, seen.size());
      for (int i = 0; i < 20; i++) {
        assertEquals(Integer.toString(i), seen.get(i));
      }
      assertEquals(0, spool.waitingBytes());
    }
    try (Spool spool = Spool.open(folder, MANY)) {
      assertTrue(spool.read(10, MANY_BYTES).lines().isEmpty());
      spool.append(List.of("after"));
      assertEquals(List.of("after"), spool.read(10, MANY_BYTES).lines());
    }
  }

  private static final int MANY_BYTES = 1 << 20;

  @Test
  void aLineThatACrashCutIsRemovedAndTheOthersStay() throws Exception {
    try (Spool spool = Spool.open(folder, MANY)) {
      spool.append(List.of("one", "two"));
    }
    Path segment = folder.resolve("000000000000000000.events");
    Files.writeString(segment, "thr", StandardOpenOption.APPEND);
    try (Spool spool = Spool.open(folder, MANY)) {
      assertEquals(List.of("one", "two"), spool.read(10, MANY_BYTES).lines());
      spool.append(List.of("four"));
      assertEquals(List.of("one", "two", "four"), spool.read(10, MANY_BYTES).lines());
    }
  }

  @Test
  void withoutAReadablePositionEverythingIsSentAgain() throws Exception {
    try (Spool spool = Spool.open(folder, MANY)) {
      spool.append(List.of("one", "two"));
      spool.taken(spool.read(1, MANY_BYTES).end());
    }
    Files.write(folder.resolve("position"), new byte[12]);
    try (Spool spool = Spool.open(folder, MANY)) {
      assertEquals(List.of("one", "two"), spool.read(10, MANY_BYTES).lines());
    }
  }

  @Test
  void whatWasKeptSurvivesAKill() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SpoolWriter.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int kept = 0;
    try (BufferedReader reader = process.inputReader()) {
      while (kept < 200) {
        kept = Integer.parseInt(reader.readLine());
      }
      process.destroyForcibly();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    }
    try (Spool spool = Spool.open(folder, MANY)) {
      List<String> lines = spool.read(Integer.MAX_VALUE, Integer.MAX_VALUE / 2).lines();
      assertTrue(lines.size() >= kept, lines.size() + " lines of " + kept);
      for (int i = 0; i < kept; i++) {
        assertEquals("line " + (i + 1), lines.get(i));
      }
    }
  }

  /// The system lets the process write no file above 512 KiB, in the middle of a write.
  @Test
  void aWriteThatFailsHalfWayLeavesNoHalfLine() throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 1024; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                CrampedWriter.class.getName(),
                folder.toString())
            .start();
    try (BufferedReader reader = process.inputReader()) {
      assertEquals("kept 1, refused, kept 1", reader.readLine());
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    }
    try (Spool spool = Spool.open(folder, MANY)) {
      List<String> lines = spool.read(10, MANY_BYTES).lines();
      assertEquals(2, lines.size());
      assertEquals("z".repeat(400_000), lines.get(0));
      assertEquals("small", lines.get(1));
    }
  }

  /// Keeps a line, fails with the next, goes on with a third.
  static final class CrampedWriter {
    private CrampedWriter() {}

    public static void main(String[] arguments) throws Exception {
      try (Spool spool = Spool.open(Path.of(arguments[0]), MANY)) {
        int first = spool.append(List.of("z".repeat(400_000)));
        String second = "taken";
        try {
          spool.append(List.of("y".repeat(300_000)));
        } catch (IOException e) {
          second = "refused";
        }
        int third = spool.append(List.of("small"));
        System.out.println("kept " + first + ", " + second + ", kept " + third);
      }
    }
  }

  /// Keeps lines and says how many are kept, until it is killed.
  static final class SpoolWriter {
    private SpoolWriter() {}

    public static void main(String[] arguments) throws Exception {
      try (Spool spool = Spool.open(Path.of(arguments[0]), MANY)) {
        for (int i = 1; true; i++) {
          spool.append(List.of("line " + i));
          System.out.println(i);
        }
      }
    }
  }
}
