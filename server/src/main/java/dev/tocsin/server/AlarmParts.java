package dev.tocsin.server;

import dev.tocsin.server.alert.AlertApi;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.alert.AlertChange;
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
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.LiveRules;
import dev.tocsin.server.rule.RuleClaims;
import dev.tocsin.server.rule.RuleEngine;
import dev.tocsin.server.rule.RuleEvaluation;
import dev.tocsin.server.rule.SimpleRule;
import dev.tocsin.server.rule.SimpleRules;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

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
  private final SimpleRules simple;
  private final LiveRules live;
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
    simple = new SimpleRules(database, samples.queries()::instant, clock);
    alerts =
        new AlertBook(
            database,
            options.judgement().alerts(),
            List.of(
                automatic,
                this::countTrigger,
                (transaction, _) -> transaction.afterCommit(() -> feeds.publish(AlertApi.TOPIC))),
            samples::record,
            clock);
    events = new Events(database, options.events(), automatic, clock);
    rules =
        new RuleEngine(
            options.judgement().rules(),
            new RuleEngine.Outlets(
                new RuleEvaluation(samples.queries()::instant),
                samples::record,
                List.of(alerts, simple)),
            new RuleClaims(database, leases),
            clock);
    live = liveRules(options, clock);
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

  /// Brings the rules of files and of the form together; the form has its defaults then.
  private LiveRules liveRules(ServerOptions options, InstantSource clock) {
    var judgement = options.judgement();
    simple.seedDefaults(
        judgement.rule().defaultRecipients(),
        judgement.rules().alertRules().stream().map(AlertRule::name).collect(Collectors.toSet()));
    return new LiveRules(
        new LiveRules.Sources(judgement.packs().ruleFiles(), judgement.rule(), simple),
        judgement.rules(),
        rules,
        alerts::retire,
        clock);
  }

  private void countTrigger(Handle transaction, AlertChange change) {
    var id = change.alert().annotation(SimpleRule.ID);
    if (change instanceof AlertChange.Fired(var alert) && !id.isEmpty()) {
      simple.triggered(transaction, id, alert.firedAtMillis());
    }
  }

  SimpleRules simpleRules() {
    return simple;
  }

  LiveRules liveRules() {
    return live;
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
    live.start();
    alerts.retire(rules.rules());
    alerts.start();
    events.start();
    rules.start();
  }

  void stop() {
    live.stop();
    rules.stop();
    events.stop();
    alerts.stop();
    automatic.stop();
    pruning.stop();
    watch.stop();
    worker.stop();
  }
}
