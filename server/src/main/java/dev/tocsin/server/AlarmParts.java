package dev.tocsin.server;

import dev.tocsin.server.alert.AlertApi;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.database.Leases;
import dev.tocsin.server.deliver.Canary;
import dev.tocsin.server.deliver.Channels;
import dev.tocsin.server.deliver.DeadLetters;
import dev.tocsin.server.deliver.DeliveryLog;
import dev.tocsin.server.deliver.DeliveryPruning;
import dev.tocsin.server.deliver.DeliveryWatch;
import dev.tocsin.server.deliver.DeliveryWorker;
import dev.tocsin.server.deliver.IncidentMessages;
import dev.tocsin.server.deliver.Notices;
import dev.tocsin.server.deliver.Notifier;
import dev.tocsin.server.event.Events;
import dev.tocsin.server.incident.Author;
import dev.tocsin.server.incident.AutomaticIncidents;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentTimeline;
import dev.tocsin.server.rule.RuleClaims;
import dev.tocsin.server.rule.RuleEngine;
import dev.tocsin.server.rule.RuleEvaluation;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// From a rule's outcome to a message that somebody gets: the four hand-overs in their order.
final class AlarmParts {
  private static final String INCIDENTS = "incidents";
  private static final String DELIVERIES = "deliveries";
  private static final Author PRODUCT = new Author("", "Tocsin");

  private final DeliveryWorker worker;
  private final Notifier notifier;
  private final IncidentDesk desk;
  private final AutomaticIncidents automatic;
  private final AlertBook alerts;
  private final Events events;
  private final RuleEngine rules;
  private final DeliveryLog deliveries;
  private final DeadLetters deadLetters;
  private final Channels channels;
  private final Notices notices;
  private final DeliveryWatch watch;
  private final DeliveryPruning pruning;

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

    options.telling().outside().threads().open(database);
    worker = new DeliveryWorker(database, delivery, timeline, ids, clock, new SecureRandom());
    notifier = new Notifier(database, delivery, worker, publicUrl, ids, clock);
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
            clock);
    alerts =
        new AlertBook(
            database,
            options.judgement().alerts(),
            List.of(
                automatic,
                (transaction, _) -> transaction.afterCommit(() -> feeds.publish(AlertApi.TOPIC))),
            samples::record,
            clock);
    events = new Events(database, options.events(), automatic, clock);
    rules =
        new RuleEngine(
            options.judgement().rules(),
            new RuleEngine.Outlets(
                new RuleEvaluation(samples.queries()::instant), samples::record, List.of(alerts)),
            new RuleClaims(database, leases),
            clock);
    deliveries = new DeliveryLog(database, worker, clock);
    deadLetters = new DeadLetters(database, delivery, worker, deliveries, ids, clock);
    var messages = new IncidentMessages(publicUrl);
    var canary = new Canary(database, delivery.watch().canary(), messages, ids, clock);
    channels = new Channels(delivery, worker, deliveries, canary);
    notices = new Notices(database, ids, clock, () -> feeds.publish(DELIVERIES));
    var outlets =
        new DeliveryWatch.Outlets(canary, messages, options.telling().outbound(), worker::wake);
    watch =
        new DeliveryWatch(
            new DeliveryWatch.Parts(
                delivery,
                deliveries,
                deadLetters,
                notices,
                outlets,
                trouble -> desk.open(trouble, PRODUCT)),
            clock);
    pruning = new DeliveryPruning(database, delivery, clock);
  }

  AlertBook alerts() {
    return alerts;
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
    return deadLetters;
  }

  Channels channels() {
    return channels;
  }

  Notices notices() {
    return notices;
  }

  void start() {
    worker.start();
    watch.start();
    pruning.start();
    automatic.start();
    alerts.retire(rules.rules());
    alerts.start();
    events.start();
    rules.start();
  }

  void stop() {
    rules.stop();
    events.stop();
    alerts.stop();
    automatic.stop();
    pruning.stop();
    watch.stop();
    worker.stop();
  }
}
