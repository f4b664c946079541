package dev.tocsin.sdk.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.queue.DeadLetter;
import dev.tocsin.sdk.queue.DecisionChoice;
import dev.tocsin.sdk.queue.DecisionOutcome;
import dev.tocsin.sdk.queue.DecisionRequest;
import dev.tocsin.sdk.queue.QueuedEvent;
import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.sql.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The outbox on each of the databases that it supports.
class OutboxTest {

  private final MovedClock clock = new MovedClock();
  private final SwitchedTransport transport = new SwitchedTransport();
  private final Telemetry telemetry = new Telemetry();

  private Outbox outbox(DataSource dataSource) {
    return builder(dataSource).build();
  }

  private OutboxBuilder builder(DataSource dataSource) {
    OutboxOptions options =
        new OutboxOptions(
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMillis(10),
            Duration.ofSeconds(20),
            false);
    return Outbox.of("automation", dataSource, transport)
        .clock(clock)
        .options(options)
        .telemetry(telemetry);
  }

  private String metric(String name) {
    return telemetry
        .scrape(null)
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .findFirst()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .orElse("absent");
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void anEventIsCommittedOrRolledBackWithTheTransaction(TestDatabase kind) throws Exception {
    DataSource dataSource = kind.create();
    try (Outbox outbox = outbox(dataSource);
        Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      outbox.append(connection, "t", "k", "undone");
      connection.rollback();
      outbox.append(connection, "t", "k", "done");
      connection.commit();
      connection.setAutoCommit(true);
      assertEquals(1, outbox.relayOnce());
      assertEquals(List.of("done"), transport.payloads());
      assertEquals(0, outbox.relayOnce());
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void publishJoinsTheRunningTransaction(TestDatabase kind) throws Exception {
    DataSource dataSource = kind.create();
    Connection[] current = new Connection[1];
    try (Outbox outbox = builder(dataSource).transactions(() -> current[0]).build();
        Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      current[0] = connection;
      assertEquals(Placement.OUTBOX, outbox.publish("t", "k", "undone"));
      connection.rollback();
      connection.setAutoCommit(true);
      current[0] = null;
      assertEquals(0, outbox.relayOnce());
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void eachKeyArrivesInOrder(TestDatabase kind) throws Exception {
    try (Outbox outbox = outbox(kind.create())) {
      for (int i = 0; i < 300; i++) {
        assertEquals(Placement.OUTBOX, outbox.publish("t", "k" + i % 7, String.valueOf(i)));
      }
      while (outbox.relayOnce() > 0) {}
      for (int key = 0; key < 7; key++) {
        int first = key;
        List<String> expected =
            IntStream.range(0, 300).filter(i -> i % 7 == first).mapToObj(String::valueOf).toList();
        assertEquals(expected, transport.payloads("k" + key));
      }
      outbox.measureOnce();
      assertEquals("300.0", metric("automation_dispatched_total"));
      assertEquals("0.0", metric("automation_outbox_pending"));
      assertEquals(300L, outbox.block().collect().fields().get("dispatchedLast24Hours"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aFailedEventHoldsItsKeyOnlyAndIsTriedAgainLater(TestDatabase kind) throws Exception {
    try (Outbox outbox = outbox(kind.create())) {
      transport.byPayload.put("a1", new Receipt.Refused("not yet"));
      outbox.publish("t", "a", "a1");
      outbox.publish("t", "a", "a2");
      outbox.publish("t", "b", "b1");
      outbox.relayOnce();
      assertEquals(List.of("b1"), transport.payloads());
      int calls = transport.calls;
      outbox.relayOnce();
      assertEquals(calls, transport.calls, "the key waits for its retry");
      transport.byPayload.clear();
      clock.advance(Duration.ofSeconds(2));
      outbox.relayOnce();
      assertEquals(List.of("a1", "a2"), transport.payloads("a"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void afterTheLastAttemptAnEventIsADeadLetterAndItsKeyGoesOn(TestDatabase kind) throws Exception {
    try (Outbox outbox = outbox(kind.create())) {
      transport.byPayload.put("a1", new Receipt.Refused("no such topic"));
      outbox.publish("t", "a", "a1");
      outbox.publish("t", "a", "a2");
      die(outbox);
      outbox.relayOnce();
      assertEquals(List.of("a2"), transport.payloads());
      DeadLetter letter = outbox.deadLetters().orElseThrow().list(0, 10).get(0);
      assertEquals("no such topic", letter.error());
      assertEquals(3, letter.attempts());
      assertEquals("a1", letter.event().payload());
      outbox.measureOnce();
      assertEquals("1.0", metric("automation_dead_letter"));
      assertEquals("1.0", metric("outbox_given_up_total"));
      BlockReport report = outbox.block().collect();
      assertEquals(Verdict.AMBER, report.verdict());
      assertEquals(1L, report.fields().get("deadLetters"));
    }
  }

  private void die(Outbox outbox) throws Exception {
    for (int attempt = 0; attempt < 3; attempt++) {
      outbox.relayOnce();
      clock.advance(Duration.ofSeconds(20));
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aReplayedEventKeepsItsIdAndIsReplayedOnce(TestDatabase kind) throws Exception {
    try (Outbox outbox = outbox(kind.create())) {
      transport.byPayload.put("a1", new Receipt.Refused("down"));
      outbox.publish("t", "a", "a1");
      die(outbox);
      transport.byPayload.clear();
      var letters = outbox.deadLetters().orElseThrow();
      String id = letters.list(0, 1).get(0).event().id();
      DecisionRequest request = request(DecisionChoice.REPLAYED, List.of(id), null);
      assertEquals(List.of(id), letters.decide(request).decided());
      DecisionOutcome repeated = letters.decide(request);
      assertEquals(List.of(id), repeated.skipped());
      assertEquals(0, repeated.remaining());
      outbox.relayOnce();
      assertEquals(1, transport.taken.size());
      assertEquals(id, transport.taken.get(0).id());
      assertEquals(List.of(), letters.list(0, 10));
      assertEquals("anna", letters.find(id).orElseThrow().decision().who());
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aRepeatedRequestDecidesOnNothingMore(TestDatabase kind) throws Exception {
    try (Outbox outbox = outbox(kind.create())) {
      for (String payload : List.of("1", "2", "3")) {
        transport.byPayload.put(payload, new Receipt.Refused("down"));
        outbox.publish("t", "k" + payload, payload);
      }
      die(outbox);
      var letters = outbox.deadLetters().orElseThrow();
      DecisionRequest request = request(DecisionChoice.HANDLED, List.of(), "click-1");
      DecisionOutcome first = letters.decide(request);
      assertEquals(2, first.decided().size());
      assertEquals(first, letters.decide(request));
      assertEquals(1, letters.list(0, 10).size());
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aReplayedEventThatDiesAgainNeedsANewDecision(TestDatabase kind) throws Exception {
    try (Outbox outbox = outbox(kind.create())) {
      transport.byPayload.put("a1", new Receipt.Refused("down"));
      outbox.publish("t", "a", "a1");
      die(outbox);
      var letters = outbox.deadLetters().orElseThrow();
      String id = letters.list(0, 1).get(0).event().id();
      letters.decide(request(DecisionChoice.REPLAYED, List.of(id), null));
      die(outbox);
      DeadLetter again = letters.list(0, 1).get(0);
      assertEquals(6, again.attempts());
      assertEquals(null, again.decision());
      assertEquals(1, outbox.figures().deadLetters());
    }
  }

  private static DecisionRequest request(
      DecisionChoice choice, List<String> ids, String requestId) {
    return new DecisionRequest(choice, ids, 2, "anna", "carrier is back", requestId);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void anOutageOfTheQueueCostsNoAttempts(TestDatabase kind) throws Exception {
    try (Outbox outbox = outbox(kind.create())) {
      transport.up = false;
      outbox.publish("t", "a", "a1");
      for (int i = 0; i < 20; i++) {
        outbox.relayOnce();
        clock.advance(Duration.ofMinutes(2));
      }
      assertEquals(20, transport.calls);
      assertTrue(outbox.block().collect().reasons().toString().contains("switched off"));
      transport.up = true;
      assertEquals(1, outbox.relayOnce());
      assertEquals(0, outbox.figures().deadLetters());
      assertEquals(Verdict.GREEN, outbox.block().collect().verdict());
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aQueueThatIsDownIsNotAskedWithoutRest(TestDatabase kind) throws Exception {
    try (Outbox outbox = outbox(kind.create())) {
      transport.up = false;
      for (int i = 0; i < 50; i++) {
        outbox.publish("t", "k" + i, "x");
      }
      for (int i = 0; i < 50; i++) {
        outbox.relayOnce();
      }
      assertEquals(1, transport.calls);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void anotherInstanceLeavesALeasedBucketAloneUntilTheLeaseRunsOut(TestDatabase kind)
      throws Exception {
    DataSource dataSource = kind.create();
    Database database = new Database(dataSource);
    try (Outbox outbox = outbox(dataSource)) {
      outbox.publish("t", "a", "a1");
      OutboxLeases other = new OutboxLeases(database, "automation");
      for (int bucket = 0; bucket < OutboxTable.BUCKETS; bucket++) {
        int each = bucket;
        boolean taken = database.inTransaction(c -> other.take(c, each, clock.instant()));
        assertTrue(taken);
      }
      assertEquals(0, outbox.relayOnce());
      clock.advance(OutboxLeases.LENGTH.plusSeconds(1));
      assertEquals(1, outbox.relayOnce());
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aLateEventGoesBeforeThoseThatWereCreatedAfterIt(TestDatabase kind) throws Exception {
    DataSource dataSource = kind.create();
    Database database = new Database(dataSource);
    try (Outbox outbox = outbox(dataSource)) {
      OutboxTable table = new OutboxTable(database, "automation");
      Instant start = clock.instant();
      append(database, table, event(start, 1), false);
      append(database, table, event(start, 5), false);
      append(database, table, event(start, 6), false);
      append(database, table, event(start, 3), true);
      append(database, table, event(start, 2), true);
      append(database, table, event(start, 4), true);
      append(database, table, event(start, 7), true);
      append(database, table, event(start, 4), true);
      while (outbox.relayOnce() > 0) {}
      assertEquals(List.of("1", "2", "3", "4", "5", "6", "7"), transport.payloads());
    }
  }

  private static QueuedEvent event(Instant start, int number) {
    String text = String.valueOf(number);
    return new QueuedEvent(text, "t", "k", text, Map.of(), start.plusMillis(number));
  }

  private static void append(Database database, OutboxTable table, QueuedEvent event, boolean late)
      throws Exception {
    database.inTransaction(
        connection -> {
          if (late) {
            table.appendLate(connection, event);
          } else {
            table.append(connection, event);
          }
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void theIdsOfTheWorkAndItsTraceTravelWithTheEvent(TestDatabase kind) throws Exception {
    try (Outbox outbox =
        builder(kind.create()).headers(() -> Map.of("traceparent", "00-1-2-01")).build()) {
      Correlation.Scope scope = Correlation.open(new CorrelationIds("visit-1", "request-2"));
      outbox.publish("t", "k", "x");
      scope.close();
      outbox.relayOnce();
      Map<String, String> headers = transport.taken.get(0).headers();
      assertEquals("visit-1", headers.get("x-correlation-id"));
      assertEquals("request-2", headers.get("X-Request-ID"));
      assertEquals("00-1-2-01", headers.get("traceparent"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void anEventIsProcessedOncePerConsumer(TestDatabase kind) throws Exception {
    Database database = new Database(kind.create());
    ProcessedEvents.createTable(database);
    ProcessedEvents mail = new ProcessedEvents(database, "mail", clock);
    ProcessedEvents search = new ProcessedEvents(database, "search", clock);
    assertTrue(isFirst(database, mail, "e1"));
    assertFalse(isFirst(database, mail, "e1"));
    assertTrue(isFirst(database, search, "e1"));
    assertThrows(
        IllegalStateException.class,
        () ->
            database.inTransaction(
                c -> {
                  mail.isFirst(c, "e2");
                  throw new IllegalStateException("the action failed");
                }));
    assertTrue(isFirst(database, mail, "e2"));
    clock.advance(Duration.ofDays(8));
    assertEquals(2, mail.forget(Duration.ofDays(7)));
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aCallerThatIsBeingStoppedLosesNoEvent(TestDatabase kind) throws Exception {
    try (Outbox outbox = outbox(kind.create())) {
      Thread.currentThread().interrupt();
      assertEquals(Placement.OUTBOX, outbox.publish("t", "k", "last"));
      assertTrue(Thread.interrupted(), "the caller still learns of its interrupt");
      assertEquals(1, outbox.relayOnce());
    }
  }

  private static boolean isFirst(Database database, ProcessedEvents processed, String id)
      throws Exception {
    return database.inTransaction(connection -> processed.isFirst(connection, id));
  }
}
