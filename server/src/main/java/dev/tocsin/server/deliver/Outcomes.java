package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.incident.IncidentTimeline;
import dev.tocsin.server.incident.TimelineEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
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

  /// After attempts of a worker through one channel.
  void record(List<Outcome> outcomes) {
    database.transaction(
        transaction -> {
          var accepted = new ArrayList<Outcome>();
          for (var outcome : outcomes) {
            switch (outcome.receipt()) {
              case Receipt.Accepted _ -> accepted.add(outcome);
              case Receipt.Retry retry -> failed(transaction, outcome, retry);
              case Receipt.Rejected(var why) -> {
                attempted(transaction, outcome.claimed(), DeliveryAttempt.REJECTED, why, 0);
                drop(transaction, outcome.claimed(), why);
              }
            }
          }
          delivered(transaction, accepted);
          ChannelHealthTable.heard(transaction, outcomes, clock.millis());
          return outcomes;
        });
  }

  /// Ends a claimed resolution of which the channel never heard the beginning; whether it was one.
  /// Where the secondary channel has the beginning, it gets the end.
  boolean muteUnheard(Claimed claimed) {
    var notification = claimed.notification();
    var incidentId = notification.incidentId();
    if (notification.kind() != ChangeKind.RESOLVED
        || incidentId == null
        || !table.isUnheard(claimed)) {
      return false;
    }
    return database.transaction(
        transaction -> {
          mute(transaction, claimed, incidentId);
          return true;
        });
  }

  private void mute(Handle transaction, Claimed claimed, String incidentId) {
    var notification = claimed.notification();
    var end = new Settlement("nothing of this incident was delivered here", 0, clock.millis());
    boolean ours = NotificationTable.settle(transaction, claimed, DeliveryState.MUTED, end);
    var secondary = options.secondary().orElse(notification.channel());
    if (ours
        && !secondary.equals(notification.channel())
        && NotificationTable.hasOpening(transaction, incidentId, secondary)) {
      table.enqueue(transaction, notification.through(secondary, clock.millis()));
    }
  }

  /// After an attempt that a person asked for: a failure leaves the dead letter where it was.
  ///
  /// @return whether the receiver has it now
  boolean recordReplay(Claimed claimed, Receipt receipt) {
    return database.transaction(
        transaction ->
            switch (receipt) {
              case Receipt.Accepted(var answer) -> {
                var outcome = new Outcome(claimed, new Receipt.Accepted(answer), Outcome.Kind.SENT);
                delivered(transaction, List.of(outcome));
                ChannelHealthTable.heard(transaction, List.of(outcome), clock.millis());
                unmuteEnd(transaction, claimed.notification());
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

  /// Writers of several incidents lock them in one order, so that none waits for another for ever.
  private void delivered(Handle transaction, List<Outcome> accepted) {
    if (accepted.isEmpty()) {
      return;
    }
    var ordered =
        accepted.stream()
            .sorted(
                Comparator.comparing(
                    it -> String.valueOf(it.claimed().notification().incidentId())))
            .toList();
    DeliveryAttemptTable.add(transaction, ordered.stream().map(this::acceptedRow).toList());
    var end = new Settlement(null, 0, clock.millis());
    var ours =
        NotificationTable.settle(
            transaction,
            DeliveryState.DELIVERED,
            ordered.stream().map(it -> new NotificationTable.Settled(it.claimed(), end)).toList());
    var told = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < ordered.size(); i++) {
      var notification = ordered.get(i).claimed().notification();
      var incidentId = notification.incidentId();
      if (ours.get(i) && incidentId != null && notification.kind() != ChangeKind.UPDATED) {
        told.computeIfAbsent(incidentId, _ -> new ArrayList<>())
            .add(text(notification, "delivered to ", ""));
      }
    }
    timeline.appendAll(transaction, TimelineEntry.NOTIFICATION_DELIVERED, told);
  }

  private DeliveryAttemptTable.Row acceptedRow(Outcome outcome) {
    var claimed = outcome.claimed();
    var answer = outcome.receipt() instanceof Receipt.Accepted(var text) ? text : "";
    return attemptRow(claimed, DeliveryAttempt.ACCEPTED, answer, 0);
  }

  private void unmuteEnd(Handle transaction, Notification notification) {
    var incidentId = notification.incidentId();
    if (incidentId != null) {
      NotificationTable.unmuteEnd(transaction, incidentId, notification.channel(), clock.millis());
    }
  }

  private void failed(Handle transaction, Outcome outcome, Receipt.Retry retry) {
    var claimed = outcome.claimed();
    var policy = options.timing().retry();
    long now = clock.millis();
    boolean isProbe = outcome.kind() == Outcome.Kind.PROBE;
    long next =
        isProbe
            ? Math.max(claimed.notification().dueMillis(), now)
            : now + policy.delayMillis(claimed.tries(), retry.after(), random);
    boolean exhausted = !isProbe && claimed.tries() >= policy.attempts();
    boolean tooOld = next - claimed.createdAtMillis() > policy.maxAge().toMillis();
    boolean givenUp = exhausted || tooOld;
    attempted(transaction, claimed, word(outcome.kind()), retry.why(), givenUp ? 0 : next);
    if (givenUp) {
      drop(transaction, claimed, retry.why());
      return;
    }
    NotificationTable.settle(
        transaction, claimed, DeliveryState.PENDING, new Settlement(retry.why(), next, 0, isProbe));
  }

  private static String word(Outcome.Kind kind) {
    return switch (kind) {
      case SENT -> DeliveryAttempt.RETRY;
      case PROBE -> DeliveryAttempt.PROBE;
      case SKIPPED -> DeliveryAttempt.SKIPPED;
    };
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
        " after " + claimed.tries() + " attempts: " + why);
    boolean rescued = fanOut(transaction, notification);
    var incidentId = notification.incidentId();
    if (rescued && incidentId != null) {
      timeline.deadLetterMode(transaction, incidentId, Decision.SECONDARY_CHANNEL, false);
    }
    var notice =
        AdminNotice.dropped(
            summary(claimed, why, rescued), notification.incidentId(), claimed.id());
    AdminNoticeTable.raise(transaction, ids.next(), notice, now);
  }

  private boolean fanOut(Handle transaction, Notification notification) {
    var secondary = options.secondary().orElse(notification.channel());
    if (secondary.equals(notification.channel()) || notification.kind() == ChangeKind.TEST) {
      return false;
    }
    return table.enqueue(transaction, notification.through(secondary, clock.millis()));
  }

  private String summary(Claimed claimed, String why, boolean rescued) {
    var notification = claimed.notification();
    var rest =
        rescued
            ? " The secondary channel tries now; check that somebody has it."
            : " Nothing else tries: tell the person on call by hand. " + options.watch().contact();
    return "Notification \""
        + notification.kind().text()
        + "\" could not be delivered to "
        + notification.channel()
        + " after "
        + claimed.tries()
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
    DeliveryAttemptTable.add(
        transaction, List.of(attemptRow(claimed, outcome, answer, nextMillis)));
  }

  private DeliveryAttemptTable.Row attemptRow(
      Claimed claimed, String outcome, String answer, long nextMillis) {
    return new DeliveryAttemptTable.Row(
        ids.next(),
        claimed.id(),
        new DeliveryAttempt(
            claimed.attempt(),
            clock.millis(),
            claimed.notification().channel(),
            outcome,
            answer,
            nextMillis));
  }

  private void tell(
      Handle transaction, Notification notification, String kind, String verb, String rest) {
    var incidentId = notification.incidentId();
    if (incidentId != null) {
      timeline.append(transaction, incidentId, kind, text(notification, verb, rest));
    }
  }

  private static String text(Notification notification, String verb, String rest) {
    return "Notification \"%s\" %s%s%s"
        .formatted(notification.kind().text(), verb, notification.channel(), rest);
  }
}
