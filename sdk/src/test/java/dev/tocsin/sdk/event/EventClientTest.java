package dev.tocsin.sdk.event;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.event.Event.Alarm;
import dev.tocsin.sdk.event.EventOptions.Receiver;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.Verdict;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventClientTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Alarm STALE = new Alarm("i18n.fx-rates.stale-grace-window", "P2");
  private static final EventLimits LIMITS =
      new EventLimits(100, 1 << 20, 3, Duration.ofMillis(10), Duration.ofMillis(40));

  @TempDir Path folder;
  private final Telemetry telemetry = new Telemetry();
  private final Door server;
  private final Door primary;
  private final Door secondary;

  EventClientTest() throws Exception {
    server = new Door();
    primary = new Door();
    secondary = new Door();
  }

  @AfterEach
  void stop() {
    server.close();
    primary.close();
    secondary.close();
    telemetry.close();
  }

  private EventClient client(EventLimits limits) {
    return new EventClient(
        new EventOptions(
            new Receiver(server.address(), "app-token"),
            folder,
            List.of(
                new Receiver(primary.address(), "first-token"),
                new Receiver(secondary.address(), "second-token")),
            Duration.ofMillis(50),
            limits),
        telemetry,
        CLOCK);
  }

  private String metrics() {
    return telemetry.scrape(null).body();
  }

  @Test
  void eventsReachTheServerWithTheTokenAndTheirIds() {
    try (EventClient client = client(LIMITS)) {
      Event event = Event.of("deploy.finished", "version 7 is live", Map.of("version", 7), CLOCK);
      assertTrue(client.offer(event));
      await().until(() -> server.takenText().contains(event.id()));
      Door.Visit visit = server.taken.get(0);
      assertEquals("/api/v1/events", visit.path());
      assertEquals("Bearer app-token", visit.authorization());
      assertTrue(visit.body().contains("\"version\":7"), visit.body());
    }
  }

  @Test
  void whatTheServerDidNotTakeIsSentAfterARestart() {
    server.status = 503;
    Event event = Event.of("deploy.finished", "version 8", Map.of(), CLOCK);
    try (EventClient client = client(LIMITS)) {
      assertTrue(client.offer(event));
      await().until(() -> !server.visits.isEmpty());
    }
    server.status = 200;
    try (EventClient client = client(LIMITS)) {
      await().until(() -> server.takenText().contains(event.id()));
      assertEquals(0, client.figures().pending());
    }
  }

  @Test
  void aRefusedTokenLosesNothing() {
    server.status = 401;
    try (EventClient client = client(LIMITS)) {
      Event event = Event.of("deploy.finished", "version 9", Map.of(), CLOCK);
      client.offer(event);
      await().until(() -> client.figures().trouble().equals("HTTP 401"));
      server.status = 200;
      await().until(() -> server.takenText().contains(event.id()));
    }
  }

  @Test
  void oneEventThatTheServerRefusesStopsNoOther() {
    server.refuseLargerThan = 3_000;
    try (EventClient client = client(LIMITS)) {
      for (int i = 0; i < 20; i++) {
        client.offer(Event.of("small", "event " + i, Map.of(), CLOCK));
      }
      client.offer(Event.of("large", "x", Map.of("text", "y".repeat(5_000)), CLOCK));
      client.offer(Event.of("small", "the last one", Map.of(), CLOCK));
      await().until(() -> server.takenText().contains("the last one"));
      for (int i = 0; i < 20; i++) {
        assertTrue(server.takenText().contains("\"event " + i + "\""), "event " + i);
      }
      await().until(() -> metrics().contains("telemetry_dropped_total{sink=\"events\"} 1.0"));
    }
  }

  @Test
  void anAlertGoesToTheWebhookWhenTheServerStaysAwayAndIsToldOnce() {
    server.status = 503;
    Event alert = Event.raised(STALE, "EUR rates are 3 h old", Map.of("currency", "EUR"), CLOCK);
    try (EventClient client = client(LIMITS)) {
      client.offer(alert);
      client.offer(Event.of("deploy.finished", "no alert", Map.of(), CLOCK));
      await().until(() -> !primary.taken.isEmpty());
      Door.Visit visit = primary.taken.get(0);
      assertEquals(alert.id(), visit.key());
      assertEquals("Bearer first-token", visit.authorization());
      await().until(() -> client.figures().pending() == 0);
    }
    server.status = 200;
    try (EventClient client = client(LIMITS)) {
      await().until(() -> server.takenText().contains(alert.id()));
      assertEquals(0, client.figures().pending());
      assertTrue(
          server.takenText().contains("\"toldDirectly\":[\"" + alert.id() + "\"]"),
          server.takenText());
      assertEquals(1, primary.taken.size());
      assertEquals(0, secondary.taken.size());
      assertFalse(primary.takenText().contains("no alert"));
    }
  }

  @Test
  void theSecondaryWebhookIsToldWhenThePrimaryOneIsDeadUnderTheSameKey() {
    server.status = 503;
    primary.status = 500;
    try (EventClient client = client(LIMITS)) {
      Event alert = Event.raised(STALE, "old rates", Map.of(), CLOCK);
      client.offer(alert);
      await().until(() -> !secondary.taken.isEmpty());
      assertEquals(3, primary.visits.size());
      assertEquals(alert.id(), secondary.taken.get(0).key());
      assertEquals("Bearer second-token", secondary.taken.get(0).authorization());
    }
  }

  @Test
  void anAlertThatNobodyTakesIsKeptAsADeadLetterAndCounted() {
    server.status = 503;
    primary.status = 400;
    secondary.status = 400;
    try (EventClient client = client(LIMITS)) {
      client.offer(Event.raised(STALE, "old rates", Map.of(), CLOCK));
      await().until(() -> client.figures().deadLetters() == 1);
      assertEquals(1, primary.visits.size(), "a 400 is not worth another try");
      assertTrue(metrics().contains("incident_alerts_dropped_total 1.0"), metrics());
      assertTrue(metrics().contains("incident_alerts_dead_letter 1.0"), metrics());
      assertEquals(Verdict.RED, new EventOpsBlock(client).collect().verdict());
    }
    try (EventClient client = client(LIMITS)) {
      assertEquals(1, client.figures().deadLetters());
    }
  }

  @Test
  void overTheLimitOfTheDiskTheNewestIsRefusedAndCounted() {
    server.status = 503;
    EventLimits tight = new EventLimits(100, 400, 3, Duration.ofMillis(10), Duration.ofMillis(40));
    try (EventClient client = client(tight)) {
      Event first = Event.of("small", "the first", Map.of(), CLOCK);
      client.offer(first);
      await().until(() -> !server.visits.isEmpty());
      for (int i = 0; i < 9; i++) {
        client.offer(Event.of("small", "one of many", Map.of(), CLOCK));
      }
      await().until(() -> metrics().contains("telemetry_dropped_total{sink=\"events\"}"));
      server.status = 200;
      await().until(() -> server.takenText().contains(first.id()));
    }
  }

  @Test
  void aSecondProcessOnTheSameFolderIsToldSo() {
    try (EventClient client = client(LIMITS)) {
      assertTrue(client.offer(Event.of("small", "x", Map.of(), CLOCK)));
      UncheckedIOException refused =
          assertThrows(UncheckedIOException.class, () -> client(LIMITS).close());
      assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
    }
  }

  @Test
  void dataThatIsTooLargeIsRefusedAndNotThrownAtTheCaller() {
    try (EventClient client = client(LIMITS)) {
      assertFalse(client.offer(Event.of("large", "x", Map.of("text", "y".repeat(20_000)), CLOCK)));
      assertTrue(metrics().contains("telemetry_dropped_total{sink=\"events\"} 1.0"), metrics());
    }
  }
}
