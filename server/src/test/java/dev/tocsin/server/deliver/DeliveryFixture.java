package dev.tocsin.server.deliver;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.incident.Author;
import dev.tocsin.server.incident.Incident;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentTimeline;
import dev.tocsin.server.incident.NewIncident;
import dev.tocsin.server.incident.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Incidents and their deliveries over one database.
final class DeliveryFixture {
  static final Author ADA = new Author("user-1", "Ada");
  static final Duration LEASE = Duration.ofSeconds(15);
  private static final RetryPolicy RETRY =
      new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofHours(1));

  final ManualClock clock = new ManualClock();
  final Ids ids = new Ids(clock);
  final Database database;
  final IncidentTimeline timeline = new IncidentTimeline(ids, clock, _ -> {});
  final DeliveryOptions options;
  final DeliveryWorker worker;
  final Notifier notifier;
  final IncidentDesk desk;
  final DeliveryLog log;
  final DeadLetters deadLetters;

  DeliveryFixture(Database database, Optional<String> secondary, Channel... channels) {
    this(database, Duration.ZERO, secondary, channels);
  }

  DeliveryFixture(
      Database database, Duration groupWait, Optional<String> secondary, Channel... channels) {
    this(database, RETRY, groupWait, secondary, channels);
  }

  DeliveryFixture(Database database, RetryPolicy retry, Channel... channels) {
    this(database, retry, Duration.ZERO, Optional.empty(), channels);
  }

  private DeliveryFixture(
      Database database,
      RetryPolicy retry,
      Duration groupWait,
      Optional<String> secondary,
      Channel... channels) {
    this.database = database;
    options =
        DeliveryOptions.of(
            List.of(channels), secondary, new DeliveryOptions.Timing(retry, groupWait, LEASE));
    worker = worker();
    notifier =
        new Notifier(database, options, worker, URI.create("https://tocsin.example/"), ids, clock);
    desk = new IncidentDesk(database, timeline, _ -> true, List.of(notifier), ids, clock);
    log = new DeliveryLog(database, worker, clock);
    deadLetters = desk(worker);
  }

  /// The desk of dead letters at another worker.
  DeadLetters desk(DeliveryWorker other) {
    return new DeadLetters(database, options, other, log, ids, clock);
  }

  /// Another worker of the same queue.
  DeliveryWorker worker() {
    return new DeliveryWorker(database, options, timeline, ids, clock, new Random(1));
  }

  Incident open() {
    return open("Checkout fails", Severity.P1);
  }

  Incident open(String title, Severity severity) {
    return desk.open(new NewIncident(title, "Orders fail", severity, List.of("checkout")), ADA);
  }

  /// The only delivery of a state.
  Delivery only(DeliveryState state) {
    var found = log.list(Set.of(state), 10, 0);
    if (found.total() != 1) {
      throw new AssertionError(found.total() + " deliveries are " + state);
    }
    return found.deliveries().getFirst();
  }
}
