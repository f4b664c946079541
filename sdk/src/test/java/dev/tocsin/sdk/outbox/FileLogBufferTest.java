package dev.tocsin.sdk.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.queue.QueuedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogBufferTest {

  private static final long MANY = FileLogBuffer.DEFAULT_MAX_BYTES;

  @TempDir Path folder;

  private static QueuedEvent event(int number) {
    return new QueuedEvent(
        "e" + number, "t", "k", "line\n" + number, Map.of("h", "ü"), Instant.EPOCH);
  }

  private static List<String> ids(List<RecoveryBuffer.Entry> entries) {
    return entries.stream().map(entry -> entry.event().id()).toList();
  }

  @Test
  void eventsComeBackInOrderAfterARestart() throws Exception {
    try (FileLogBuffer log = new FileLogBuffer(folder, MANY)) {
      for (int i = 0; i < 5; i++) {
        log.append(event(i));
      }
      log.remove(log.oldest(2));
    }
    try (FileLogBuffer log = new FileLogBuffer(folder, MANY)) {
      assertEquals(3, log.backlog());
      assertEquals(List.of("e2", "e3", "e4"), ids(log.oldest(10)));
      assertEquals(event(2), log.oldest(1).get(0).event());
      log.remove(log.oldest(10));
      assertEquals(0, log.backlog());
      assertEquals(0, Files.size(folder.resolve("events.log")));
      log.append(event(9));
      assertEquals(List.of("e9"), ids(log.oldest(10)));
    }
  }

  @Test
  void anEndThatWasNeverAcknowledgedIsCutOff() throws Exception {
    try (FileLogBuffer log = new FileLogBuffer(folder, MANY)) {
      log.append(event(1));
    }
    Files.writeString(
        folder.resolve("events.log"), "0badc0de {\"id\":\"to", StandardOpenOption.APPEND);
    try (FileLogBuffer log = new FileLogBuffer(folder, MANY)) {
      log.append(event(2));
      assertEquals(List.of("e1", "e2"), ids(log.oldest(10)));
    }
  }

  @Test
  void aDamagedLineComesOutAsUnreadable() throws Exception {
    try (FileLogBuffer log = new FileLogBuffer(folder, MANY)) {
      log.append(event(1));
      log.append(event(2));
    }
    Path file = folder.resolve("events.log");
    Files.writeString(file, Files.readString(file).replaceFirst("e1", "e7"));
    try (FileLogBuffer log = new FileLogBuffer(folder, MANY)) {
      List<RecoveryBuffer.Entry> entries = log.oldest(10);
      assertNull(entries.get(0).event());
      assertEquals("e2", entries.get(1).event().id());
    }
  }

  @Test
  void aFullLogRefusesAndKeepsWhatItHas() throws Exception {
    try (FileLogBuffer log = new FileLogBuffer(folder, 150)) {
      log.append(event(1));
      IOException refusal = assertThrows(IOException.class, () -> log.append(event(2)));
      assertTrue(refusal.getMessage().contains("limit of 150 bytes"));
      assertEquals(List.of("e1"), ids(log.oldest(10)));
    }
  }

  @Test
  void twoProcessesDoNotShareAFolder() throws Exception {
    try (FileLogBuffer log = new FileLogBuffer(folder, MANY)) {
      assertEquals(0, log.backlog());
      assertThrows(IOException.class, () -> new FileLogBuffer(folder, MANY));
    }
  }
}
