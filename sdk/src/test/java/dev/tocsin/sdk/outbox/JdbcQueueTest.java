package dev.tocsin.sdk.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.queue.DeadLetter;
import dev.tocsin.sdk.queue.QueuedEvent;
import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.sql.TestDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcQueueTest {

  private final MovedClock clock = new MovedClock();

  private JdbcQueue queue(Database database) throws Exception {
    JdbcQueue.createTables(database);
    OutboxOptions defaults = OutboxOptions.defaults();
    OutboxOptions twice =
        new OutboxOptions(
            2,
            defaults.firstRetry(),
            defaults.maxRetry(),
            defaults.pollInterval(),
            defaults.appendTimeout(),
            false);
    return new JdbcQueue(database, "mail", twice, clock);
  }

  private void send(Database database, String id, String key) throws Exception {
    QueuedEvent event =
        new QueuedEvent(
            id, "mail", key, id, Map.of("x-correlation-id", "visit-" + id), clock.instant());
    List<Receipt> receipts = new JdbcQueueTransport(database).send(List.of(event));
    assertEquals(List.of(Receipt.accepted()), receipts);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void anEventActsOnceEvenWhenItIsSentTwice(TestDatabase kind) throws Exception {
    Database database = new Database(kind.create());
    JdbcQueue queue = queue(database);
    List<String> acted = new ArrayList<>();
    send(database, "e1", "k");
    send(database, "e1", "k");
    while (queue.poll((c, e) -> acted.add(e.id() + Correlation.current().get().correlationId()))) {}
    send(database, "e1", "k");
    while (queue.poll((c, e) -> acted.add(e.id()))) {}
    assertEquals(List.of("e1visit-e1"), acted);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void anEventThatKeepsFailingBecomesADeadLetterAndCanBeReplayed(TestDatabase kind)
      throws Exception {
    Database database = new Database(kind.create());
    JdbcQueue queue = queue(database);
    send(database, "e1", "k");
    send(database, "e2", "k");
    JdbcQueue.Action failing =
        (c, e) -> {
          throw new IllegalStateException("mail server is away");
        };
    assertTrue(queue.poll(failing));
    assertFalse(queue.poll(failing), "the key waits");
    clock.advance(Duration.ofMinutes(1));
    assertTrue(queue.poll(failing));
    DeadLetter letter = queue.deadLetters().orElseThrow().list(0, 10).get(0);
    assertEquals("e1", letter.event().id());
    assertTrue(letter.error().contains("mail server is away"));
    assertEquals(1, queue.figures().deadLetters());
    assertEquals(1, queue.figures().depth());
    assertEquals(Duration.ofMinutes(1), queue.figures().oldestAge());
  }

  @Test
  void parallelConsumersKeepTheOrderOfEachKey() throws Exception {
    Database database = new Database(TestDatabase.POSTGRESQL.create());
    JdbcQueue.createTables(database);
    JdbcQueue queue =
        new JdbcQueue(database, "mail", OutboxOptions.defaults(), InstantSource.system());
    for (int i = 0; i < 200; i++) {
      send(database, "e" + i, "k" + i % 4);
    }
    List<String> acted = Collections.synchronizedList(new ArrayList<>());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Callable<Void> consumer =
        () -> {
          while (acted.size() < 200) {
            queue.poll((c, e) -> acted.add(e.key() + " " + e.id().substring(1)));
          }
          return null;
        };
    for (Future<Void> done : threads.invokeAll(Collections.nCopies(4, consumer))) {
      done.get();
    }
    threads.shutdownNow();
    assertEquals(200, acted.size());
    for (int key = 0; key < 4; key++) {
      String prefix = "k" + key + " ";
      List<Integer> numbers =
          acted.stream()
              .filter(text -> text.startsWith(prefix))
              .map(text -> Integer.valueOf(text.substring(prefix.length())))
              .toList();
      assertEquals(numbers.stream().sorted().toList(), numbers);
    }
  }
}
