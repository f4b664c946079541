package dev.tocsin.server;

import dev.tocsin.server.alert.AlertApi;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.alert.AlertChange;
import dev.tocsin.server.alert.AlertListener;
import dev.tocsin.server.alert.PrecisionLedger;
import dev.tocsin.server.alert.ReceivedAlerts;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.database.Leases;
import dev.tocsin.server.event.Events;
import dev.tocsin.server.incident.Author;
import dev.tocsin.server.incident.AutomaticIncidents;
import dev.tocsin.server.incident.EscalationTimer;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentListener;
import dev.tocsin.server.incident.IncidentPruning;
import dev.tocsin.server.incident.IncidentTimeline;
import dev.tocsin.server.rule.RuleClaims;
import dev.tocsin.server.rule.SimpleRule;
import dev.tocsin.server.rule.SimpleRules;
import dev.tocsin.server.silence.Mutes;
import dev.tocsin.server.silence.Silences;
import dev.tocsin.server.silence.Windows;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// From a rule's outcome to a message that somebody gets: the four hand-overs in their order.
final class AlarmParts {
  private static final Author PRODUCT = new Author("", "Tocsin");

  private final TellingParts telling;
  private final IncidentDesk desk;
  private final AutomaticIncidents automatic;
  private final IncidentPruning pruning;
  private final AlertBook alerts;
  private final ReceivedAlerts received;
  private final PrecisionLedger ledger;
  private final Silences silences;
  private final Windows windows;
  private final Events events;
  private final RuleParts rules;

  AlarmParts(
      ServerOptions options,
      SampleParts samples,
      Database database,
      Leases leases,
      Feeds feeds,
      InstantSource clock) {
    var ids = new Ids(clock);
    var timeline = new IncidentTimeline(ids, clock, _ -> feeds.publishIncidents());
    telling =
        new TellingParts(
            options,
            database,
            timeline,
            feeds::publishDeliveries,
            trouble -> desk().open(trouble, PRODUCT),
            clock);
    var simple = new SimpleRules(database, samples.queries()::instant, clock);
    desk =
        new IncidentDesk(
            database,
            timeline,
            samples.statuses()::exists,
            incidentListeners(options, simple, feeds, clock),
            ids,
            clock);
    var incidents = options.telling().incidents();
    var routing = options.telling().routing();
    var mutes = new Mutes(routing, clock);
    automatic =
        new AutomaticIncidents(
                database, desk, timeline, samples.statuses()::exists, incidents, clock)
            .routedBy(routing, mutes);
    pruning = new IncidentPruning(database, incidents, clock);
    var alertOptions = options.judgement().alerts();
    List<AlertListener> listeners =
        List.of(
            automatic,
            (transaction, change) -> countTrigger(simple, transaction, change),
            (transaction, _) -> transaction.afterCommit(() -> feeds.publish(AlertApi.TOPIC)));
    alerts =
        new AlertBook(database, alertOptions, listeners, samples::record, clock).mutedBy(mutes);
    received = alerts.received();
    ledger = new PrecisionLedger(database, alertOptions, clock);
    silences = new Silences(database, alerts, received, clock);
    windows = new Windows(database, received, clock);
    events =
        new Events(
            database, options.events(), received, new FallbackNotices(telling.notices()), clock);
    rules =
        new RuleParts(
            options.judgement(),
            samples,
            new RuleClaims(database, leases),
            new RuleParts.Hearers(alerts, simple),
            database,
            clock);
  }

  private List<IncidentListener> incidentListeners(
      ServerOptions options, SimpleRules simple, Feeds feeds, InstantSource clock) {
    var notifier = telling.notifier();
    return List.of(
        notifier,
        notifier.own(id -> simple.find(id).flatMap(RuleTestNotice::wish)),
        new EscalationTimer(options.telling().routing().escalation(), clock),
        (transaction, _) -> transaction.afterCommit(feeds::publishStatus));
  }

  private static void countTrigger(SimpleRules simple, Handle transaction, AlertChange change) {
    var id = change.alert().annotation(SimpleRule.ID);
    if (change instanceof AlertChange.Fired(var alert) && !id.isEmpty()) {
      simple.triggered(transaction, id, alert.firedAtMillis());
    }
  }

  TellingParts telling() {
    return telling;
  }

  RuleParts rules() {
    return rules;
  }

  AlertBook alerts() {
    return alerts;
  }

  ReceivedAlerts received() {
    return received;
  }

  PrecisionLedger ledger() {
    return ledger;
  }

  Silences silences() {
    return silences;
  }

  Windows windows() {
    return windows;
  }

  Events events() {
    return events;
  }

  IncidentDesk desk() {
    return desk;
  }

  void start() {
    telling.start();
    automatic.start();
    pruning.start();
    rules.follow();
    alerts.start();
    received.start();
    silences.start();
    ledger.start();
    events.start();
    rules.start();
  }

  void stop() {
    rules.stop();
    events.stop();
    ledger.stop();
    silences.stop();
    received.stop();
    alerts.stop();
    pruning.stop();
    automatic.stop();
    telling.stop();
  }
}
