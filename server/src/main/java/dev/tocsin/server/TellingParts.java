package dev.tocsin.server;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
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
import dev.tocsin.server.incident.IncidentTimeline;
import dev.tocsin.server.incident.NewIncident;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Consumer;

/// From an incident's change to a message that somebody gets, and what watches over that.
final class TellingParts {
  private final DeliveryWorker worker;
  private final Notifier notifier;
  private final DeliveryLog deliveries;
  private final DeadLetters deadLetters;
  private final Channels channels;
  private final Notices notices;
  private final DeliveryWatch watch;
  private final DeliveryPruning pruning;

  /// @param changed told after each change of what the delivery pages show
  /// @param open opens an incident about the telling itself
  TellingParts(
      ServerOptions options,
      Database database,
      IncidentTimeline timeline,
      Runnable changed,
      Consumer<NewIncident> open,
      InstantSource clock) {
    var ids = new Ids(clock);
    var told = options.telling();
    var delivery = told.delivery();
    var publicUrl = options.http().publicUrl();
    told.outside().threads().open(database);
    told.outside().fanout().open(database);
    told.outside().browsers().open(database);
    worker = new DeliveryWorker(database, delivery, timeline, ids, clock, new SecureRandom());
    notifier =
        new Notifier(database, delivery, worker, publicUrl, ids, clock).routedBy(told.routing());
    deliveries = new DeliveryLog(database, worker, clock);
    deadLetters = new DeadLetters(database, delivery, worker, deliveries, ids, clock);
    var messages = new IncidentMessages(publicUrl);
    var canary = new Canary(database, delivery.watch().canary(), messages, ids, clock);
    channels = new Channels(delivery, worker, deliveries, canary);
    notices = new Notices(database, ids, clock, changed);
    var outlets = new DeliveryWatch.Outlets(canary, messages, told.outbound(), worker::wake);
    watch =
        new DeliveryWatch(
            new DeliveryWatch.Parts(delivery, deliveries, deadLetters, notices, outlets, open),
            clock);
    pruning = new DeliveryPruning(database, delivery, clock);
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

  DeliveryWatch watch() {
    return watch;
  }

  void start() {
    worker.start();
    watch.start();
    pruning.start();
  }

  void stop() {
    pruning.stop();
    watch.stop();
    worker.stop();
  }
}
