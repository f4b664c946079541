package dev.tocsin.server.admin;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.promql.Value;
import dev.tocsin.server.account.AuditTrail;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.event.Event;
import dev.tocsin.server.event.Events;
import dev.tocsin.server.query.Queries;
import dev.tocsin.server.query.QueriesBusyException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// What changed before an alert began: processes that started anew (deploys, crashes), what
/// applications told of themselves, and what people did here.
final class ChangeEvents {
  private static final Duration BEFORE = Duration.ofHours(24);
  private static final int LIMIT = 20;
  private static final int TRAIL_LIMIT = 200;

  /// Says when each process began.
  private static final String STARTS = "process_start_time_seconds";

  /// Nothing that could make anything fire.
  private static final Set<String> HARMLESS =
      Set.of("signed in", "signed out", "tested a rule", "created the first user");

  private final Queries queries;
  private final AuditTrail trail;
  private final Events events;
  private final InstantSource clock;

  ChangeEvents(Queries queries, AuditTrail trail, Events events, InstantSource clock) {
    this.queries = queries;
    this.trail = trail;
    this.events = events;
    this.clock = clock;
  }

  /// The newest first.
  List<ChangeEvent> around(Alert alert) {
    long from = alert.activeSinceMillis() - BEFORE.toMillis();
    long until = alert.resolvedAtMillis() == 0 ? clock.millis() : alert.resolvedAtMillis();
    var changes = new ArrayList<ChangeEvent>();
    long began = alert.activeSinceMillis();
    starts(alert, until).stream()
        .map(it -> new ChangeEvent(startMillis(it), "start", started(it), startMillis(it) <= began))
        .forEach(changes::add);
    trail.newest(TRAIL_LIMIT).stream()
        .filter(entry -> !HARMLESS.contains(entry.action()))
        .map(it -> new ChangeEvent(it.atMillis(), "here", done(it), it.atMillis() <= began))
        .forEach(changes::add);
    events.between(from, until, TRAIL_LIMIT).stream()
        .filter(event -> event.alertKey() == null)
        .map(
            it ->
                new ChangeEvent(
                    it.happenedAtMillis(), "event", told(it), it.happenedAtMillis() <= began))
        .forEach(changes::add);
    return changes.stream()
        .filter(change -> change.atMillis() >= from && change.atMillis() <= until)
        .sorted(Comparator.comparingLong(ChangeEvent::atMillis).reversed())
        .limit(LIMIT)
        .toList();
  }

  /// Of the alert's own job if it names one that tells.
  private List<InstantSample> starts(Alert alert, long atMillis) {
    try {
      if (!(queries.instant(PromQl.parse(STARTS), atMillis)
          instanceof Value.InstantVector(var samples))) {
        return List.of();
      }
      var own =
          samples.stream()
              .filter(it -> alert.label("job").equals(it.labels().toMap().get("job")))
              .toList();
      return own.isEmpty() ? samples : own;
    } catch (PromQlEvaluationException | QueriesBusyException _) {
      // the page has its graph to tell of that
      return List.of();
    }
  }

  private static long startMillis(InstantSample sample) {
    return Math.round(sample.value() * 1000);
  }

  private static String started(InstantSample sample) {
    var labels = sample.labels().toMap();
    return "%s at %s started"
        .formatted(labels.getOrDefault("job", "a process"), labels.getOrDefault("instance", "?"));
  }

  private static String done(AuditTrail.Entry entry) {
    return "%s %s %s".formatted(entry.actor(), entry.action(), entry.detail()).strip();
  }

  private static String told(Event event) {
    return "%s: %s"
        .formatted(event.application(), event.message().isEmpty() ? event.type() : event.message());
  }
}
