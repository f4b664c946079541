package dev.tocsin.sdk.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The alerts among the events that wait: nobody has been told of them yet. Which ones a webhook
/// has been told of is on disk, so that a restart tells nobody twice.
final class AlertQueue {
  private static final Logger LOG = LoggerFactory.getLogger(AlertQueue.class);
  private static final int TOLD_LIMIT = 10_000;

  private final Path toldFile;
  private final Path deadFile;
  private final InstantSource clock;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Set<String> told = new LinkedHashSet<>();
  private long dead;

  /// One alert on its way.
  ///
  /// @param webhook which webhook is tried: 0 the primary one, 1 the secondary one
  record Waiting(String id, String line, long atMillis, int webhook, int attempts, long dueMillis) {
    Waiting again(long dueMillis) {
      return new Waiting(id, line, atMillis, webhook, attempts + 1, dueMillis);
    }

    Waiting next() {
      return new Waiting(id, line, atMillis, webhook + 1, 0, 0);
    }
  }

  AlertQueue(Path folder, InstantSource clock) throws IOException {
    this.toldFile = folder.resolve("told");
    this.deadFile = folder.resolve("dead-letters");
    this.clock = clock;
    if (Files.exists(toldFile)) {
      told.addAll(Files.readAllLines(toldFile));
    }
    if (Files.exists(deadFile)) {
      for (String line : Files.readAllLines(deadFile)) {
        dead++;
        told.add(idOf(line));
      }
    }
  }

  /// Takes in lines of the spool; those that are no alerts are passed by, and so is a line that a
  /// broken disk has spoilt: the server will refuse it, and it must not keep the host from
  /// starting.
  synchronized void add(List<String> lines) {
    for (String line : lines) {
      try {
        add(line, EventJson.read(line));
      } catch (JsonProcessingException e) {
        LOG.error("The spool holds a line that is no event: {}", e.getOriginalMessage());
      }
    }
  }

  private void add(String line, JsonNode event) {
    String id = event.path("id").asText();
    if (event.has("key") && !told.contains(id)) {
      waiting.put(id, new Waiting(id, line, event.path("at").asLong(), 0, 0, 0));
    }
  }

  /// The server has them: they are no longer this process's duty.
  synchronized void taken(List<String> lines) {
    for (String line : lines) {
      waiting.remove(idOf(line));
    }
  }

  /// An alert that may be tried now.
  synchronized Optional<Waiting> due() {
    long now = clock.millis();
    return waiting.values().stream().filter(alert -> alert.dueMillis() <= now).findFirst();
  }

  synchronized void put(Waiting alert) {
    waiting.computeIfPresent(alert.id(), (id, old) -> alert);
  }

  synchronized void told(Waiting alert) throws IOException {
    waiting.remove(alert.id());
    told.add(alert.id());
    append(toldFile, alert.id());
    if (told.size() > TOLD_LIMIT) {
      shrink();
    }
  }

  /// Gives an alert up: it is kept with what was tried.
  synchronized void dead(Waiting alert, int attempts, String lastError) throws IOException {
    waiting.remove(alert.id());
    told.add(alert.id());
    dead++;
    append(
        deadFile,
        "{\"id\":\""
            + alert.id()
            + "\",\"attempts\":"
            + attempts
            + ",\"lastError\":\""
            + lastError
            + "\",\"event\":"
            + alert.line()
            + "}");
  }

  /// Which of these a webhook has been told of.
  synchronized List<String> toldAmong(List<String> lines) {
    List<String> ids = new ArrayList<>();
    for (String line : lines) {
      String id = idOf(line);
      if (told.contains(id)) {
        ids.add(id);
      }
    }
    return ids;
  }

  synchronized int pending() {
    return waiting.size();
  }

  synchronized double oldestAgeSeconds() {
    long oldest =
        waiting.values().stream().mapToLong(Waiting::atMillis).min().orElse(clock.millis());
    return Math.max(0, clock.millis() - oldest) / 1000.0;
  }

  synchronized long dead() {
    return dead;
  }

  private void shrink() throws IOException {
    List<String> newest = new ArrayList<>(told);
    newest = newest.subList(newest.size() - TOLD_LIMIT / 2, newest.size());
    told.retainAll(Set.copyOf(newest));
    Files.write(toldFile, newest);
  }

  private static void append(Path file, String line) throws IOException {
    Files.write(
        file,
        (line + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.DSYNC);
  }

  private static String idOf(String line) {
    try {
      return EventJson.read(line).path("id").asText();
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
