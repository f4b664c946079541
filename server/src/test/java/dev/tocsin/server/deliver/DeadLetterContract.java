package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the desk of dead letters must do on every database, and the notices beside it.
abstract class DeadLetterContract extends DeliveryBed {
  private Delivery deadLetter() throws InterruptedException {
    hook.then(new Receipt.Rejected("HTTP 400"));
    var incident = fixture.open();
    fixture.worker.runOnce();
    fixture.worker.runOnce();
    return fixture.log.ofIncident(incident.id()).stream()
        .filter(it -> it.state() == DeliveryState.DEAD)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nothingIsReplayedBeforeAChannelIsProvenToWork() throws Exception {
    var alone = new DeliveryFixture(database, Optional.empty(), hook);
    hook.then(new Receipt.Rejected("HTTP 400"));
    alone.open();
    alone.worker.runOnce();
    int sent = hook.sent().size();

    var refused =
        assertThrows(
            RefusedException.class, () -> alone.deadLetters.replay(10, Optional.empty(), "Ada"));
    assertTrue(String.valueOf(refused.getMessage()).contains("override"), refused.getMessage());
    assertEquals(sent, hook.sent().size());

    alone.notifier.test("hook", "Ada");
    alone.worker.runOnce();
    var replayed = alone.deadLetters.replay(10, Optional.empty(), "Ada");

    assertEquals(new DeadLetters.Replay(1, 0, 0), replayed);
    assertEquals("proven: [hook]", alone.deadLetters.runs().getFirst().proof());
  }

  @Test
  void anOldProofIsNone() throws Exception {
    var alone = new DeliveryFixture(database, Optional.empty(), hook);
    alone.notifier.test("hook", "Ada");
    alone.worker.runOnce();
    hook.then(new Receipt.Rejected("HTTP 400"));
    alone.open();
    alone.worker.runOnce();
    alone.notifier.test("hook", "Ada");
    alone.worker.runOnce();
    alone.clock.advance(Duration.ofMinutes(16));

    assertThrows(
        RefusedException.class, () -> alone.deadLetters.replay(10, Optional.empty(), "Ada"));
  }

  @Test
  void aProvenSecondaryAllowsAReplay() throws Exception {
    deadLetter();

    var replayed = fixture.deadLetters.replay(10, Optional.empty(), "Ada");

    assertEquals(new DeadLetters.Replay(1, 0, 0), replayed);
  }

  @Test
  void anOverrideIsOnRecordWithItsReasonAndPerson() throws Exception {
    deadLetter();
    replay(10);

    var run = fixture.deadLetters.runs().getFirst();
    assertEquals("override: the receiver's log shows it", run.proof());
    assertEquals("Ada", run.by());
  }

  @Test
  void noDeadLetterLeavesWithoutADecisionAndAReason() throws Exception {
    var letter = deadLetter();
    var ids = List.of(letter.id());

    assertThrows(
        RefusedException.class,
        () -> fixture.deadLetters.decide(ids, new Decision.Dismissed(" "), "Ada"));
    assertThrows(
        RefusedException.class,
        () -> fixture.deadLetters.decide(List.of(), new Decision.Dismissed("old"), "Ada"));
    assertEquals(1, fixture.log.figures().deadLetters());

    fixture.deadLetters.decide(ids, new Decision.ManualHandoff("Bob was called"), "Ada");

    assertEquals(0, fixture.log.figures().deadLetters());
    var decided = fixture.log.decisions(letter.id()).getFirst();
    assertEquals("manual_handoff", decided.mode());
    assertEquals("Ada", decided.by());
    assertEquals("Bob was called", decided.reason());
    assertThrows(
        RefusedException.class,
        () -> fixture.deadLetters.decide(ids, new Decision.Dismissed("again"), "Ada"));
    var timeline = fixture.desk.find(String.valueOf(letter.incidentId())).orElseThrow().timeline();
    assertTrue(timeline.getLast().update().contains("manual handoff"), timeline::toString);
  }

  @Test
  void aDeadLetterGoesThroughAnotherChannelUnderItsKey() throws Exception {
    var third = new ScriptedChannel("third");
    var wide = new DeliveryFixture(database, Optional.empty(), hook, third);
    hook.then(new Receipt.Rejected("HTTP 400"));
    var incident = wide.open();
    wide.worker.runOnce();
    var letter =
        wide.log.ofIncident(incident.id()).stream()
            .filter(it -> it.state() == DeliveryState.DEAD)
            .findFirst()
            .orElseThrow();

    wide.deadLetters.decide(
        List.of(letter.id()), new Decision.OtherChannel("third", "hook is gone"), "Ada");
    wide.worker.runOnce();

    assertTrue(
        third.sent().stream().anyMatch(it -> it.idempotencyKey().equals(letter.idempotencyKey())));
    assertEquals(DeliveryState.CLOSED, wide.log.find(letter.id()).orElseThrow().state());
    assertThrows(
        RefusedException.class,
        () ->
            wide.deadLetters.decide(
                List.of(letter.id()), new Decision.OtherChannel("none", "x"), "Ada"));
  }

  @Test
  void oneDeadLetterIsReplayedByDecision() throws Exception {
    var letter = deadLetter();

    var decided =
        fixture.deadLetters.decide(
            List.of(letter.id()), new Decision.Replay("it is back", true), "Ada");

    assertEquals("delivered", decided.getFirst().outcome());
    assertEquals(DeliveryState.DELIVERED, fixture.log.find(letter.id()).orElseThrow().state());
  }

  @Test
  void aDrillMakesALetterDeadAndReplaysIt() {
    var run = fixture.deadLetters.drill("hook", ChannelContract.message(ChangeKind.TEST), "Ada");

    assertEquals(new DeadLetters.Replay(1, 0, 0), run.result());
    assertTrue(run.isDrill());
    assertEquals(1, hook.sent().size());
    assertFalse(fixture.deadLetters.isDrillOverdue());
    assertThrows(
        RefusedException.class,
        () -> fixture.deadLetters.drill("none", ChannelContract.message(ChangeKind.TEST), "Ada"));
  }

  @Test
  void lettersThatDieSoonAfterAReplayAreNoticedOnce() throws Exception {
    deadLetter();
    replay(10);
    assertFalse(fixture.deadLetters.takeRegrown());
    fixture.clock.advance(Duration.ofMinutes(1));
    deadLetter();

    assertTrue(fixture.deadLetters.takeRegrown());
    assertFalse(fixture.deadLetters.takeRegrown());
  }

  @Test
  void whatIsOverAndOldIsRemovedButNoDeadLetter() throws Exception {
    deadLetter();
    fixture.clock.advance(Duration.ofDays(91));
    fixture.open();
    fixture.worker.runOnce();

    int removed = new DeliveryPruning(database, fixture.options, fixture.clock).prune();

    assertEquals(2, removed, "the old delivery of the secondary and the notice");
    assertEquals(1, fixture.log.figures().deadLetters());
    assertEquals(1, fixture.log.list(Set.of(DeliveryState.DELIVERED), 10, 0).total());
  }

  @Test
  void theSameNoticeIsOneLineUntilSomebodyAcknowledgesIt() {
    var notices = new Notices(database, fixture.ids, fixture.clock, () -> {});
    var trouble = AdminNotice.of(AdminNotice.DELIVERY_WATCH, "worker", "no sign of life");
    notices.raise(trouble);
    fixture.clock.advance(Duration.ofMinutes(1));
    notices.raise(trouble);

    var line = notices.list("", true, "", 10, 0).getFirst();
    assertEquals(2, line.times());
    assertEquals(fixture.clock.millis(), line.lastMillis());
    assertEquals(1, notices.unread("ada"));
    notices.markRead("ada");
    assertEquals(0, notices.unread("ada"));
    assertEquals(1, notices.unread("bob"));
    assertTrue(notices.acknowledge(line.id(), "Ada"));
    assertFalse(notices.acknowledge(line.id(), "Bob"));
    assertEquals(List.of(), notices.list("", true, "", 10, 0));
    assertEquals(
        "Ada", notices.list("delivery_watch", false, "", 10, 0).getFirst().acknowledgedBy());

    notices.raise(trouble);
    assertEquals(1, notices.list("", true, "", 10, 0).getFirst().times());
  }
}
