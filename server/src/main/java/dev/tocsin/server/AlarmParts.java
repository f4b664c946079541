package dev.tocsin.server;

import dev.tocsin.server.alert.AlertApi;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.alert.PrecisionLedger;
import dev.tocsin.server.alert.ReceivedAlerts;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.database.Leases;
import dev.tocsin.server.deliver.DeadLetters;
import dev.tocsin.server.deliver.DeliveryLog;
import dev.tocsin.server.deliver.DeliveryWorker;
import dev.tocsin.server.deliver.Notifier;
import dev.tocsin.server.event.Events;
import dev.tocsin.server.incident.AutomaticIncidents;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentPruning;
import dev.tocsin.server.incident.IncidentTimeline;
import dev.tocsin.server.rule.RuleClaims;
import dev.tocsin.server.rule.RuleEngine;
import dev.tocsin.server.rule.RuleEvaluation;
import dev.tocsin.server.silence.Mutes;
import dev.tocsin.server.silence.Silences;
import dev.tocsin.server.silence.Windows;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// From a rule's outcome to a message that somebody gets: the four hand-overs in their order.
final class AlarmParts {
  private static final String INCIDENTS = "incidents";
  private static final String DELIVERIES = "deliveries";

  private final DeliveryWorker worker;
  private final Notifier notifier;
  private final IncidentDesk desk;
  private final AutomaticIncidents automatic;
  private final IncidentPruning pruning;
  private final AlertBook alerts;
  private final ReceivedAlerts received;
  private final PrecisionLedger ledger;
  private final Silences silences;
  private final Windows windows;
  private final Events events;
  private final RuleEngine rules;
  private final DeliveryLog deliveries;

  AlarmParts(
      ServerOptions options,
      SampleParts samples,
      Database database,
      Leases leases,
      Feeds feeds,
      InstantSource clock) {
    var ids = new Ids(clock);
    var timeline =
        new IncidentTimeline(
            ids,
            clock,
            _ -> {
              feeds.publish(INCIDENTS);
              feeds.publish(DELIVERIES);
            });
    var delivery = options.telling().delivery();
    URI publicUrl = options.http().publicUrl();

    worker = new DeliveryWorker(database, delivery, timeline, ids, clock, new SecureRandom());
    var routing = options.telling().routing();
    var mutes = new Mutes(routing, clock);
    notifier = new Notifier(database, delivery, worker, publicUrl, ids, clock).routedBy(routing);
    desk =
        new IncidentDesk(
            database,
            timeline,
            samples.statuses()::exists,
            List.of(notifier, (transaction, _) -> transaction.afterCommit(feeds::publishStatus)),
            ids,
            clock);
    automatic =
        new AutomaticIncidents(
                database,
                desk,
                timeline,
                samples.statuses()::exists,
                options.telling().incidents(),
                clock)
            .routedBy(routing, mutes);
    pruning = new IncidentPruning(database, options.telling().incidents(), clock);
    alerts =
        new AlertBook(
                database,
                options.judgement().alerts(),
                List.of(
                    automatic,
                    (transaction, _) ->
                        transaction.afterCommit(() -> feeds.publish(AlertApi.TOPIC))),
                samples::record,
                clock)
            .mutedBy(mutes);
    received = alerts.received();
    ledger = new PrecisionLedger(database, options.judgement().alerts(), clock);
    silences = new Silences(database, alerts, received, clock);
    windows = new Windows(database, received, clock);
    events = new Events(database, options.events(), received, clock);
    rules = rules(options, samples, alerts, new RuleClaims(database, leases), clock);
    deliveries = new DeliveryLog(database, worker, clock);
  }

  private static RuleEngine rules(
      ServerOptions options,
      SampleParts samples,
      AlertBook alerts,
      RuleClaims claims,
      InstantSource clock) {
    return new RuleEngine(
        options.judgement().rules(),
        new RuleEngine.Outlets(
            new RuleEvaluation(samples.queries()::instant), samples::record, List.of(alerts)),
        claims,
        clock);
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

  RuleEngine rules() {
    return rules;
  }

  IncidentDesk desk() {
    return desk;
  }

  Notifier notifier() {
    return notifier;
  }

  DeliveryLog deliveries() {
    return deliveries;
  }

  DeadLetters deadLetters() {
    return new DeadLetters(worker, deliveries);
  }

  void start() {
    worker.start();
    automatic.start();
    pruning.start();
    alerts.retire(rules.rules());
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
    worker.stop();
  }
}
