package dev.tocsin.server.deliver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.incident.IncidentChange;
import dev.tocsin.server.incident.Severity;
import dev.tocsin.server.incident.TimelineEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What the queue must do on every database.
abstract class DeliveryContract extends DeliveryBed {
  @Test
  void aChangeIsQueuedDeliveredAndTold() throws Exception {
    var incident = fixture.open();
    assertEquals(1, fixture.log.figures().pending());

    assertEquals(1, fixture.worker.runOnce());

    var delivery = fixture.only(DeliveryState.DELIVERED);
    assertEquals(List.of("accepted"), outcomes(delivery));
    var message = hook.sent().getFirst().message();
    assertEquals(
        "https://tocsin.example/admin/incidents/" + incident.id(), message.links().incident());
    var last = fixture.desk.find(incident.id()).orElseThrow().timeline().getLast();
    assertEquals(TimelineEntry.NOTIFICATION_DELIVERED, last.kind());
    assertEquals("Notification \"opened\" delivered to hook", last.update());
    assertEquals(0, fixture.worker.runOnce());
  }

  @Test
  void whatIsRolledBackIsNotTold() throws Exception {
    var incident = fixture.open();
    fixture.worker.runOnce();

    assertThrows(
        IllegalStateException.class,
        () ->
            fixture.database.transaction(
                transaction -> {
                  fixture.notifier.incidentChanged(
                      transaction, new IncidentChange.Resolved(incident));
                  throw new IllegalStateException("the alert's change fails");
                }));

    assertEquals(0, fixture.log.figures().pending());
    assertEquals(0, fixture.worker.runOnce());
  }

  @Test
  void theSameChangeIsQueuedOnce() throws Exception {
    var incident = fixture.open();
    for (int i = 0; i < 2; i++) {
      fixture.database.transaction(
          transaction -> {
            fixture.notifier.incidentChanged(transaction, new IncidentChange.Opened(incident));
            return incident;
          });
    }

    assertEquals(1, fixture.worker.runOnce());
  }

  @Test
  void aFailureIsRepeatedWithBackOffUnderTheSameKey() throws Exception {
    hook.failing(1);
    hook.then(new Receipt.Retry("HTTP 429", Duration.ofSeconds(30)));
    fixture.open();

    assertEquals(1, fixture.worker.runOnce());
    var waiting = fixture.only(DeliveryState.PENDING);
    long wait = waiting.nextAttemptMillis() - fixture.clock.millis();
    assertTrue(wait >= 0 && wait <= 1_000, "waits " + wait);
    assertEquals("HTTP 503", waiting.lastError());
    fixture.clock.advance(Duration.ofSeconds(1));
    assertEquals(1, fixture.worker.runOnce());
    fixture.clock.advance(Duration.ofSeconds(29));
    assertEquals(0, fixture.worker.runOnce());
    assertEquals(30_000, fixture.log.figures().oldestPendingAgeMillis());
    fixture.clock.advance(Duration.ofSeconds(1));
    assertEquals(1, fixture.worker.runOnce());

    var delivery = fixture.only(DeliveryState.DELIVERED);
    assertEquals(List.of("retry", "retry", "accepted"), outcomes(delivery));
    assertEquals(3, hook.sent().size());
    assertEquals(1, hook.sent().stream().map(Envelope::idempotencyKey).distinct().count());
    assertEquals(0, fixture.log.figures().droppedTotal());
  }

  @Test
  void afterTheLastAttemptItIsADeadLetterAndTheSecondaryTries() throws Exception {
    hook.failing(3);
    var incident = fixture.open();
    exhaust();
    fixture.worker.runOnce();

    var dead = fixture.only(DeliveryState.DEAD);
    assertEquals(3, dead.attempts());
    assertEquals("HTTP 503", dead.lastError());
    assertEquals("Checkout fails", dead.message().title());
    var figures = fixture.log.figures();
    assertEquals(1, figures.deadLetters());
    assertEquals(1, figures.droppedTotal());
    var notice = fixture.log.notices(10, 0).getFirst();
    assertEquals(AdminNotice.NOTIFICATION_DROPPED, notice.kind());
    assertEquals(dead.id(), notice.notificationId());
    assertTrue(notice.summary().contains("secondary"), notice.summary());
    assertEquals(dead.idempotencyKey(), second.sent().getFirst().idempotencyKey());
    assertEquals("second", fixture.only(DeliveryState.DELIVERED).channel());
    var kinds =
        fixture.desk.find(incident.id()).orElseThrow().timeline().stream()
            .map(TimelineEntry::kind)
            .toList();
    assertEquals(List.of("opened", "notification_failed", "notification_delivered"), kinds);
  }

  @Test
  void whenTheSecondaryFailsTooTheNoticeSaysToTellByHand() throws Exception {
    hook.then(new Receipt.Rejected("HTTP 400"));
    second.then(new Receipt.Rejected("HTTP 401"));
    fixture.open();

    fixture.worker.runOnce();
    fixture.worker.runOnce();

    assertEquals(2, fixture.log.figures().droppedTotal());
    assertEquals(1, hook.sent().size());
    assertEquals(1, second.sent().size());
    var summaries = fixture.log.notices(10, 0).stream().map(AdminNotice::summary).toList();
    assertEquals(
        1, summaries.stream().filter(it -> it.contains("by hand")).count(), summaries::toString);
  }

  @Test
  void whatIsTooOldIsGivenUp() throws Exception {
    hook.then(new Receipt.Retry("HTTP 429", Duration.ofHours(2)));
    fixture.open();

    fixture.worker.runOnce();

    assertEquals(1, fixture.log.figures().deadLetters());
  }

  @Test
  void aReplaySendsTheOldestFirstAndLeavesTheFailedWhereTheyWere() throws Exception {
    hook.then(new Receipt.Rejected("HTTP 400"), new Receipt.Rejected("HTTP 400"));
    fixture.open();
    fixture.worker.runOnce();
    var oldest = fixture.only(DeliveryState.DEAD);
    fixture.clock.advance(Duration.ofMinutes(1));
    fixture.open();
    fixture.worker.runOnce();

    hook.failing(1);
    assertEquals(new DeadLetters.Replay(0, 1, 2), replay(1));
    assertEquals(new DeadLetters.Replay(1, 0, 1), replay(1));

    var replayed = fixture.log.find(oldest.id()).orElseThrow();
    assertEquals(DeliveryState.DELIVERED, replayed.state());
    assertEquals(List.of("rejected", "retry", "accepted"), outcomes(replayed));
    var keys = hook.sent().stream().map(Envelope::idempotencyKey).toList();
    assertEquals(oldest.idempotencyKey(), keys.get(2));
    assertEquals(oldest.idempotencyKey(), keys.get(3));
    assertEquals(2, fixture.log.figures().droppedTotal());
    assertEquals(new DeadLetters.Replay(1, 0, 0), replay(1_000));
    assertEquals(new DeadLetters.Replay(0, 0, 0), replay(10));
  }

  @Test
  void twoReplaysAtOnceSendEachDeadLetterOnce() throws Exception {
    for (int i = 0; i < 10; i++) {
      hook.then(new Receipt.Rejected("HTTP 400"));
      fixture.open();
      fixture.clock.advance(Duration.ofMillis(1));
    }
    fixture.worker.runOnce();
    int before = hook.sent().size();

    var other = fixture.desk(fixture.worker());
    var operators =
        List.of(
            Thread.ofVirtual().start(() -> replay(10)),
            Thread.ofVirtual().start(() -> other.replay(10, OVERRIDE, "Bob")));
    for (var operator : operators) {
      operator.join();
    }

    var keys = hook.sent().stream().skip(before).map(Envelope::idempotencyKey).toList();
    assertEquals(10, keys.size());
    assertEquals(10, Set.copyOf(keys).size());
    assertEquals(0, fixture.log.figures().deadLetters());
  }

  @Test
  void theChangesOfAnIncidentArriveInTheirOrderAlsoWhenTheFirstIsRetried() throws Exception {
    hook.failing(1);
    var incident = fixture.open();
    fixture.worker.runOnce();
    fixture.desk.acknowledge(incident.id(), DeliveryFixture.ADA);
    fixture.desk.resolve(incident.id(), "", DeliveryFixture.ADA);
    fixture.clock.advance(Duration.ofSeconds(2));

    fixture.worker.runOnce();

    assertEquals(
        List.of(ChangeKind.OPENED, ChangeKind.OPENED, ChangeKind.ACKNOWLEDGED, ChangeKind.RESOLVED),
        hook.kinds());
    assertEquals(4 - 1, hook.sent().stream().map(Envelope::idempotencyKey).distinct().count());
  }

  @Test
  void aRowOfADeadWorkerIsClaimedAgainWhenItsLeaseEnds() throws Exception {
    fixture.open();
    var table = new NotificationTable(fixture.database, fixture.ids, fixture.clock);
    var lost =
        table.claimDue("hook", "dead-worker", 10, DeliveryFixture.LEASE.toMillis()).getFirst();
    assertEquals(0, fixture.worker.runOnce());

    fixture.clock.advance(DeliveryFixture.LEASE);
    assertEquals(1, fixture.worker.runOnce());

    var delivery = fixture.only(DeliveryState.DELIVERED);
    assertEquals(List.of("lost", "accepted"), outcomes(delivery));
    assertEquals(lost.envelope().idempotencyKey(), hook.sent().getFirst().idempotencyKey());
    boolean late =
        fixture.database.transaction(
            transaction ->
                NotificationTable.settle(
                    transaction, lost, DeliveryState.DEAD, new Settlement("late", 0, 1)));
    assertTrue(!late, "a late worker must not change what another finished");
  }

  @Test
  void anIncidentThatEndsWithinTheGroupWaitIsToldToNobody() throws Exception {
    var waiting = new DeliveryFixture(database, Duration.ofSeconds(30), Optional.empty(), hook);
    var flapping = waiting.open();
    waiting.desk.note(flapping.id(), "looking", DeliveryFixture.ADA);
    waiting.desk.resolve(flapping.id(), "", DeliveryFixture.ADA);
    var lasting = waiting.open();
    waiting.clock.advance(Duration.ofSeconds(30));
    waiting.worker.runOnce();
    waiting.desk.resolve(lasting.id(), "", DeliveryFixture.ADA);
    waiting.worker.runOnce();

    assertEquals(List.of(ChangeKind.OPENED, ChangeKind.RESOLVED), hook.kinds());
    assertEquals(1, waiting.log.list(Set.of(DeliveryState.MUTED), 10, 0).total());
  }

  @Test
  void whatWaitsForAChannelThatIsGoneIsGivenUpAloud() throws Exception {
    fixture.open();
    var without = new DeliveryFixture(database, Optional.empty(), second);

    without.worker.runOnce();

    assertEquals(
        "the channel is not configured any more", without.only(DeliveryState.DEAD).lastError());
    assertEquals(1, without.log.notices(10, 0).size());
  }

  @Test
  void aReceiverThatHangsDelaysOnlyItsOwn() throws Exception {
    var release = new CountDownLatch(1);
    var slow =
        new Channel() {
          @Override
          public String name() {
            return "slow";
          }

          @Override
          public Set<ChangeKind> usualChanges() {
            return ChangeKind.ALL;
          }

          @Override
          public Receipt send(Envelope envelope) {
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return new Receipt.Accepted("HTTP 200");
          }
        };
    var mixed = new DeliveryFixture(database, Optional.empty(), slow, hook);
    mixed.worker.start();
    try {
      for (int i = 0; i < 20; i++) {
        mixed.open();
      }
      await().until(() -> hook.sent().size() == 20);
      await().until(() -> mixed.log.figures().pending() == 20);
    } finally {
      release.countDown();
      await().until(() -> mixed.log.figures().pending() == 0);
      mixed.worker.stop();
    }
  }

  @Test
  void aTestOfAChannelIsInTheLogWithItsOutcome() throws Exception {
    var key = fixture.notifier.test("second", "Ada");
    fixture.worker.runOnce();

    var delivery = fixture.only(DeliveryState.DELIVERED);
    assertEquals(key, delivery.idempotencyKey());
    assertEquals(ChangeKind.TEST, delivery.kind());
    assertNotEquals(0, delivery.finishedMillis());
  }

  @Test
  void aDeadReceiverIsAskedByOneNotificationAndTheOthersReachTheSecondaryUntried()
      throws Exception {
    hook.failing(1_000);
    for (int i = 0; i < 5; i++) {
      fixture.open();
    }
    fixture.worker.runOnce();
    assertEquals(Set.of("hook"), fixture.worker.openBreakers());
    int tried = hook.sent().size();

    fixture.clock.advance(Duration.ofSeconds(20));
    fixture.worker.runOnce();
    fixture.clock.advance(Duration.ofSeconds(20));
    fixture.worker.runOnce();

    assertTrue(hook.sent().size() - tried <= 2, "only probes: " + (hook.sent().size() - tried));
    assertEquals(5, fixture.log.list(Set.of(DeliveryState.DEAD), 10, 0).total());
    assertEquals(5, second.sent().size());
    var dead = fixture.log.list(Set.of(DeliveryState.DEAD), 10, 0).deliveries().getFirst();
    assertTrue(outcomes(dead).contains("skipped"), () -> outcomes(dead).toString());
  }

  @Test
  void whenAReceiverIsBackEverythingThatFailedGoesOutAtOnce() throws Exception {
    var patient =
        new DeliveryFixture(
            database,
            new RetryPolicy(50, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1)),
            hook);
    hook.failing(4);
    for (int i = 0; i < 4; i++) {
      patient.open();
    }
    patient.worker.runOnce();
    assertEquals(4, patient.log.figures().pending());
    assertEquals(4, hook.sent().size());

    patient.clock.advance(Duration.ofMillis(800));
    patient.worker.runOnce();

    assertEquals(0, patient.log.figures().pending());
    assertEquals(8, hook.sent().size());
    assertEquals(Set.of(), patient.worker.openBreakers());
  }

  @Test
  void aProbeDoesNotUseUpAnAttempt() throws Exception {
    var patient =
        new DeliveryFixture(
            database,
            new RetryPolicy(4, Duration.ofHours(1), Duration.ofHours(1), Duration.ofDays(1)),
            hook);
    hook.failing(1_000);
    for (int i = 0; i < 3; i++) {
      patient.open();
    }
    patient.worker.runOnce();
    for (int i = 0; i < 20; i++) {
      patient.clock.advance(Duration.ofSeconds(2));
      patient.worker.runOnce();
    }

    assertEquals(0, patient.log.figures().deadLetters());
    assertTrue(hook.sent().size() >= 20, "sent " + hook.sent().size());
  }

  @Test
  void theMostUrgentGoesOutFirst() throws Exception {
    fixture.open("Slow search", Severity.P4);
    fixture.open("Late mails", Severity.P3);
    fixture.open("Nobody can pay", Severity.P1);
    var table = new NotificationTable(fixture.database, fixture.ids, fixture.clock);

    var first = table.claimDue("hook", "someone", 1, 1_000).getFirst();

    assertEquals("Nobody can pay", first.envelope().message().title());
  }

  @Test
  void nobodyHearsOfTheEndWhoNeverHeardOfTheBeginning() throws Exception {
    hook.then(new Receipt.Rejected("HTTP 400"));
    var incident = fixture.open();
    fixture.worker.runOnce();
    fixture.worker.runOnce();

    fixture.desk.resolve(incident.id(), "", DeliveryFixture.ADA);
    fixture.worker.runOnce();
    fixture.worker.runOnce();

    assertEquals(List.of(ChangeKind.OPENED), hook.kinds());
    assertEquals(List.of(ChangeKind.OPENED, ChangeKind.RESOLVED), second.kinds());
    assertEquals("hook", fixture.only(DeliveryState.MUTED).channel());
  }

  @Test
  void whoHearsOfTheBeginningLateHearsOfTheEndAfterIt() throws Exception {
    hook.then(new Receipt.Rejected("HTTP 400"));
    var incident = fixture.open();
    fixture.worker.runOnce();
    fixture.desk.resolve(incident.id(), "", DeliveryFixture.ADA);
    fixture.worker.runOnce();

    replay(10);
    fixture.worker.runOnce();

    assertEquals(List.of(ChangeKind.OPENED, ChangeKind.OPENED, ChangeKind.RESOLVED), hook.kinds());
  }

  @Test
  void whatAChannelProvedIsOnRecord() throws Exception {
    hook.failing(1);
    fixture.open();
    fixture.worker.runOnce();
    var failing = fixture.log.channelHealth().get("hook");
    assertEquals(1, failing.failures());
    assertEquals("HTTP 503", failing.lastError());
    assertEquals(fixture.clock.millis(), failing.failingSinceMillis());

    fixture.clock.advance(Duration.ofSeconds(1));
    fixture.worker.runOnce();

    var working = fixture.log.channelHealth().get("hook");
    assertTrue(working.isProven(fixture.clock.millis(), 1_000));
    assertEquals(0, working.failingSinceMillis());
  }
}
