package dev.tocsin.sdk.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.queue.QueuedEvent;
import dev.tocsin.sdk.sql.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How events come back out of a buffer.
class RecoveryTest {

  private final MovedClock clock = new MovedClock();
  private final SwitchedTransport transport = new SwitchedTransport();
  private final SwitchedBuffer buffer = new SwitchedBuffer();
  private final List<String> alerts = new ArrayList<>();
  private Outbox outbox;

  @BeforeEach
  void start() {
    outbox =
        Outbox.of("automation", TestDatabase.H2.create(), transport)
            .clock(clock)
            .alerts(new KeptAlerts())
            .buffer(buffer)
            .build();
  }

  @AfterEach
  void stop() {
    outbox.close();
  }

  private void buffered(String payload) {
    QueuedEvent event =
        new QueuedEvent("id-" + payload, "t", "k", payload, Map.of(), clock.instant());
    buffer.entries.add(new RecoveryBuffer.Entry(payload, event, event.toJson()));
    clock.advance(Duration.ofSeconds(1));
  }

  @Test
  void theRelayWaitsUntilEarlierEventsAreBack() throws Exception {
    buffered("1");
    outbox.publish("t", "k", "2");
    assertEquals(0, outbox.relayOnce());
    assertEquals(1, outbox.recoverOnce());
    assertEquals(2, outbox.relayOnce());
    assertEquals(List.of("1", "2"), transport.payloads());
  }

  @Test
  void aBufferThatHeldEventsAndCannotBeAskedHoldsTheRelayButNotForGood() throws Exception {
    buffered("1");
    outbox.publish("t", "k", "2");
    assertEquals(0, outbox.relayOnce());
    buffer.up = false;
    assertEquals(0, outbox.relayOnce());
    clock.advance(Duration.ofMinutes(9));
    assertEquals(0, outbox.relayOnce());
    clock.advance(Duration.ofMinutes(2));
    assertEquals(1, outbox.relayOnce());
  }

  @Test
  void aBufferThatWasEmptyAndCannotBeAskedHoldsNothing() throws Exception {
    outbox.publish("t", "k", "1");
    buffer.up = false;
    assertEquals(1, outbox.relayOnce());
  }

  @Test
  void anEntryThatCannotBeReadBecomesADeadLetter() throws Exception {
    buffer.entries.add(RecoveryBuffer.Entry.parse("7", "{\"id\":"));
    buffered("1");
    assertEquals(2, outbox.recoverOnce());
    assertEquals(1, outbox.relayOnce());
    var letter = outbox.deadLetters().orElseThrow().list(0, 10).get(0);
    assertEquals("{\"id\":", letter.event().payload());
    assertTrue(letter.error().contains("cannot be read"));
  }

  @Test
  void anEventThatWasDrainedBeforeACrashIsNotThereTwice() throws Exception {
    buffered("1");
    List<RecoveryBuffer.Entry> before = List.copyOf(buffer.entries);
    outbox.recoverOnce();
    buffer.entries.addAll(before);
    outbox.recoverOnce();
    outbox.relayOnce();
    assertEquals(List.of("1"), transport.payloads());
  }

  @Test
  void anEpisodeOfRecoveryIsRaisedOnceAndClearedOnce() throws Exception {
    outbox.recoverOnce();
    buffered("1");
    buffered("2");
    outbox.recoverOnce();
    outbox.recoverOnce();
    assertEquals(
        List.of(
            "raise automation.outbox.recovery-active", "clear automation.outbox.recovery-active"),
        alerts);
  }

  private static final class SwitchedBuffer implements RecoveryBuffer {
    final List<Entry> entries = new ArrayList<>();
    boolean up = true;

    private void ask() {
      if (!up) {
        throw new IllegalStateException("switched off");
      }
    }

    @Override
    public String name() {
      return "switched";
    }

    @Override
    public boolean isExternal() {
      return false;
    }

    @Override
    public void append(QueuedEvent event) {
      ask();
      entries.add(new Entry(event.id(), event, event.toJson()));
    }

    @Override
    public long backlog() {
      ask();
      return entries.size();
    }

    @Override
    public List<Entry> oldest(int limit) {
      ask();
      return List.copyOf(entries.subList(0, Math.min(limit, entries.size())));
    }

    @Override
    public void remove(List<Entry> drained) {
      ask();
      entries.removeAll(drained);
    }

    @Override
    public void close() {}
  }

  private final class KeptAlerts implements OutboxAlerts {

    @Override
    public void raise(String key, String text) {
      alerts.add("raise " + key);
    }

    @Override
    public void clear(String key) {
      alerts.add("clear " + key);
    }
  }
}
