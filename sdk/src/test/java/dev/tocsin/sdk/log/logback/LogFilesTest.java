package dev.tocsin.sdk.log.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.tocsin.sdk.log.FileOptions;
import dev.tocsin.sdk.log.LogOptions;
import dev.tocsin.sdk.log.SamplingOptions;
import dev.tocsin.sdk.redact.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {

  @TempDir Path folder;

  @Test
  void combinedHasAllLinesAndErrorHasTheErrors() throws Exception {
    LoggerContext context = newContext();
    try (LogbackSetup setup = install(context, FileOptions.in(folder))) {
      Logger log = context.getLogger("shop");
      log.info("fine password=hunter2");
      log.error("broken");
      assertEquals(0, setup.counts().totalDropped());
    }

    List<String> combined = Files.readAllLines(folder.resolve("combined.log"));
    assertEquals(2, combined.size());
    assertTrue(combined.get(0).contains("\"message\":\"fine password=[redacted]\""));
    List<String> errors = Files.readAllLines(folder.resolve("error.log"));
    assertEquals(1, errors.size());
    assertTrue(errors.get(0).contains("\"message\":\"broken\""));
  }

  @Test
  void filesOlderThanTheirDaysAreDeletedAndYoungerOnesStay() throws Exception {
    // Logback looks back over a limited number of days from its last clean-up, so the old files lie
    // close behind the borders.
    List<String> old = List.of(file("combined", 32), file("combined", 40), file("error", 95));
    List<String> young = List.of(file("combined", 29), file("error", 40), file("error", 89));
    for (String name : List.of(old, young).stream().flatMap(List::stream).toList()) {
      Files.writeString(folder.resolve(name), "x");
    }
    try (LogbackSetup setup = install(newContext(), FileOptions.in(folder))) {
      Awaitility.await()
          .untilAsserted(
              () -> old.forEach(name -> assertFalse(Files.exists(folder.resolve(name)), name)));
      assertEquals(0, setup.counts().totalDropped());
    }
    young.forEach(name -> assertTrue(Files.exists(folder.resolve(name)), name));
  }

  @Test
  void aFileIsRolledAndCompressedWhenItIsFull() throws Exception {
    LoggerContext context = newContext();
    FileOptions small = new FileOptions(folder, 30, 90, 1, 50);
    try (LogbackSetup setup = install(context, small)) {
      Logger log = context.getLogger("shop");
      String filling = "x".repeat(10_000);
      Awaitility.await()
          .untilAsserted(
              () -> {
                for (int i = 0; i < 20; i++) {
                  log.info(filling);
                }
                assertTrue(names().stream().anyMatch(name -> name.endsWith(".0.log.gz")));
              });
      assertEquals(0, setup.counts().totalDropped());
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String file(String kind, int daysAgo) {
    return kind + "-" + LocalDate.now(ZoneOffset.UTC).minusDays(daysAgo) + ".0.log.gz";
  }

  private static LoggerContext newContext() {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new ch.qos.logback.classic.util.LogbackMDCAdapter());
    context.start();
    context.getLogger("ROOT").setLevel(Level.INFO);
    return context;
  }

  private static LogbackSetup install(LoggerContext context, FileOptions files) {
    return LogbackSetup.install(
        context,
        new LogOptions(
            "shop",
            LogOptions.Format.UNCHANGED,
            SamplingOptions.defaults(),
            Redactor.standard(),
            files,
            null));
  }
}
