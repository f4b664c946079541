package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.incident.IncidentTimeline;
import dev.tocsin.server.incident.TimelineEntry;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;

/// Writes down what became of an attempt, in one transaction: the attempt, the new state of the
/// notification, the line in the incident's timeline and, when it is given up, all that follows
/// from that.
final class Outcomes {
  private final Database database;
  private final DeliveryOptions options;
  private final IncidentTimeline timeline;
  private final Ids ids;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final NotificationTable table;

  Outcomes(
      Database database,
      DeliveryOptions options,
      IncidentTimeline timeline,
      Ids ids,
      InstantSource clock,
      RandomGenerator random) {
    this.database = database;
    this.options = options;
    this.timeline = timeline;
    this.ids = ids;
    this.clock = clock;
    this.random = random;
    this.table = new NotificationTable(database, ids, clock);
  }

  /// After an attempt of the worker.
  void record(Claimed claimed, Receipt receipt) {
    database.transaction(
        transaction -> {
          switch (receipt) {
            case Receipt.Accepted(var answer) -> delivered(transaction, claimed, answer);
            case Receipt.Retry retry -> failed(transaction, claimed, retry);
            case Receipt.Rejected(var why) -> {
              attempted(transaction, claimed, DeliveryAttempt.REJECTED, why, 0);
              drop(transaction, claimed, why);
            }
          }
          return claimed;
        });
  }

  /// After an attempt that a person asked for: a failure leaves the dead letter where it was.
  ///
  /// @return whether the receiver has it now
  boolean recordReplay(Claimed claimed, Receipt receipt) {
    return database.transaction(
        transaction ->
            switch (receipt) {
              case Receipt.Accepted(var answer) -> {
                delivered(transaction, claimed, answer);
                yield true;
              }
              case Receipt.Retry(var why, _) -> {
                stillDead(transaction, claimed, DeliveryAttempt.RETRY, why);
                yield false;
              }
              case Receipt.Rejected(var why) -> {
                stillDead(transaction, claimed, DeliveryAttempt.REJECTED, why);
                yield false;
              }
            });
  }

  private void delivered(Handle transaction, Claimed claimed, String answer) {
    attempted(transaction, claimed, DeliveryAttempt.ACCEPTED, answer, 0);
    var end = new Settlement(null, 0, clock.millis());
    boolean ours = NotificationTable.settle(transaction, claimed, DeliveryState.DELIVERED, end);
    var notification = claimed.notification();
    if (ours && notification.kind() != ChangeKind.UPDATED) {
      tell(transaction, notification, TimelineEntry.NOTIFICATION_DELIVERED, "delivered to ", "");
    }
  }

  private void failed(Handle transaction, Claimed claimed, Receipt.Retry retry) {
    var policy = options.timing().retry();
    long now = clock.millis();
    long next = now + policy.delayMillis(claimed.attempt(), retry.after(), random);
    boolean exhausted = claimed.attempt() >= policy.attempts();
    boolean tooOld = next - claimed.createdAtMillis() > policy.maxAge().toMillis();
    if (exhausted || tooOld) {
      attempted(transaction, claimed, DeliveryAttempt.RETRY, retry.why(), 0);
      drop(transaction, claimed, retry.why());
      return;
    }
    attempted(transaction, claimed, DeliveryAttempt.RETRY, retry.why(), next);
    NotificationTable.settle(
        transaction, claimed, DeliveryState.PENDING, new Settlement(retry.why(), next, 0));
  }

  private void drop(Handle transaction, Claimed claimed, String why) {
    long now = clock.millis();
    var end = new Settlement(why, 0, now);
    if (!NotificationTable.settle(transaction, claimed, DeliveryState.DEAD, end)) {
      return;
    }
    var notification = claimed.notification();
    DeliveryTotals.increment(transaction, DeliveryTotals.DROPPED);
    tell(
        transaction,
        notification,
        TimelineEntry.NOTIFICATION_FAILED,
        "given up for ",
        " after " + claimed.attempt() + " attempts: " + why);
    boolean rescued = fanOut(transaction, notification);
    AdminNoticeTable.add(
        transaction,
        new AdminNotice(
            ids.next(),
            now,
            AdminNotice.NOTIFICATION_DROPPED,
            summary(claimed, why, rescued),
            notification.incidentId(),
            claimed.id()));
  }

  private boolean fanOut(Handle transaction, Notification notification) {
    var secondary = options.secondary().orElse(notification.channel());
    if (secondary.equals(notification.channel()) || notification.kind() == ChangeKind.TEST) {
      return false;
    }
    return table.enqueue(transaction, notification.through(secondary, clock.millis()));
  }

  private static String summary(Claimed claimed, String why, boolean rescued) {
    var notification = claimed.notification();
    var rest =
        rescued
            ? " The secondary channel tries now; check that somebody has it."
            : " Nothing else tries: tell the person on call by hand.";
    return "Notification \""
        + notification.kind().text()
        + "\" could not be delivered to "
        + notification.channel()
        + " after "
        + claimed.attempt()
        + " attempts: "
        + why
        + "."
        + rest;
  }

  private void stillDead(Handle transaction, Claimed claimed, String outcome, String why) {
    attempted(transaction, claimed, outcome, why, 0);
    NotificationTable.settle(
        transaction, claimed, DeliveryState.DEAD, new Settlement(why, 0, clock.millis()));
  }

  private void attempted(
      Handle transaction, Claimed claimed, String outcome, String answer, long nextMillis) {
    var attempt =
        new DeliveryAttempt(
            claimed.attempt(),
            clock.millis(),
            claimed.notification().channel(),
            outcome,
            answer,
            nextMillis);
    DeliveryAttemptTable.add(transaction, ids.next(), claimed.id(), attempt);
  }

  private void tell(
      Handle transaction, Notification notification, String kind, String verb, String rest) {
    var incidentId = notification.incidentId();
    if (incidentId != null) {
      var text =
          "Notification \""
              + notification.kind().text()
              + "\" "
              + verb
              + notification.channel()
              + rest;
      timeline.append(transaction, incidentId, kind, text);
    }
  }
}
