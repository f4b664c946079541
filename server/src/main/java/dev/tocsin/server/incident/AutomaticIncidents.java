package dev.tocsin.server.incident;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertChange;
import dev.tocsin.server.alert.AlertListener;
import dev.tocsin.server.alert.ValueText;
import dev.tocsin.server.database.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Opens incidents for alerts, attaches further alerts of the same key to them, and resolves them
/// when all their alerts have recovered. An incident that a person opened has no key, so it never
/// gets alerts and never resolves by itself.
public final class AutomaticIncidents implements AlertListener {
  private static final System.Logger LOG = System.getLogger(AutomaticIncidents.class.getName());
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int RESOLVED_PER_TICK = 100;
  private static final int LABELS_LENGTH_LIMIT = 300;

  private final Database database;
  private final IncidentDesk desk;
  private final IncidentTimeline timeline;
  private final KnownServices services;
  private final IncidentOptions options;
  private final InstantSource clock;
  private @Nullable Thread loop;

  public AutomaticIncidents(
      Database database,
      IncidentDesk desk,
      IncidentTimeline timeline,
      KnownServices services,
      IncidentOptions options,
      InstantSource clock) {
    this.database = database;
    this.desk = desk;
    this.timeline = timeline;
    this.services = services;
    this.options = options;
    this.clock = clock;
  }

  @Override
  public void alertChanged(Handle transaction, AlertChange change) {
    switch (change) {
      case AlertChange.Fired(var alert) -> fired(transaction, alert);
      case AlertChange.Resolved(var alert) -> recovered(transaction, alert);
    }
  }

  private void fired(Handle transaction, Alert alert) {
    var severity = Severity.parse(alert.label("severity")).orElse(Severity.P4);
    var existing = lockOpen(transaction, alert);
    if (existing.isPresent()) {
      join(transaction, existing.get(), alert);
    } else if (options.openFor().contains(severity)) {
      open(transaction, alert, severity);
    }
  }

  private Optional<Incident> lockOpen(Handle transaction, Alert alert) {
    return IncidentTable.openIdByKey(transaction, IncidentDraft.key(alert))
        .filter(id -> timeline.lock(transaction, id))
        .flatMap(id -> IncidentTable.find(transaction, id))
        .filter(Incident::isOpen);
  }

  private void open(Handle transaction, Alert alert, Severity severity) {
    var draft = IncidentDraft.of(alert, severity, services);
    var id = desk.insert(transaction, draft).orElse("");
    if (id.isEmpty()) {
      // Another replica opened it between our look and our insert.
      lockOpen(transaction, alert).ifPresent(incident -> join(transaction, incident, alert));
      return;
    }
    timeline.append(transaction, id, TimelineEntry.OPENED, draft.content().description());
    attach(transaction, id, alert);
    desk.announce(transaction, id, IncidentChange.Opened::new);
  }

  private void join(Handle transaction, Incident incident, Alert alert) {
    attach(transaction, incident.id(), alert);
    IncidentTable.resolveDue(transaction, incident.id(), 0);
    addServices(transaction, incident, alert);
    desk.announceUpdate(transaction, incident.id());
    var severity = Severity.parse(alert.label("severity")).orElse(incident.severity());
    if (severity.isWorseThan(incident.severity())) {
      IncidentTable.severity(transaction, incident.id(), severity);
      var text = "Severity raised from " + incident.severity() + " to " + severity;
      timeline.append(transaction, incident.id(), TimelineEntry.SEVERITY, text);
      desk.announceUpdate(transaction, incident.id());
    }
  }

  private void addServices(Handle transaction, Incident incident, Alert alert) {
    var all =
        Stream.concat(
                incident.servicesAffected().stream(),
                IncidentDraft.services(alert).stream().filter(services::knows))
            .distinct()
            .limit(NewIncident.SERVICE_LIMIT)
            .toList();
    if (!all.equals(incident.servicesAffected())) {
      IncidentTable.services(transaction, incident.id(), all);
    }
  }

  private void attach(Handle transaction, String id, Alert alert) {
    var attached =
        new AttachedAlert(
            alert.fingerprint(),
            alert.ruleName(),
            alert.labels(),
            alert.annotations(),
            alert.value(),
            alert.firedAtMillis(),
            0);
    AttachedAlertTable.attach(transaction, id, attached);
    var text =
        "Alert " + alert.ruleName() + " fired, value " + ValueText.of(alert.value()) + told(alert);
    timeline.append(transaction, id, TimelineEntry.ALERT_FIRED, text);
  }

  private void recovered(Handle transaction, Alert alert) {
    for (var id : AttachedAlertTable.incidentsWithFiring(transaction, alert.fingerprint())) {
      timeline.lock(transaction, id);
      long now = clock.millis();
      if (!AttachedAlertTable.resolved(transaction, id, alert.fingerprint(), now)) {
        continue;
      }
      var text = "Alert " + alert.ruleName() + " recovered" + told(alert);
      timeline.append(transaction, id, TimelineEntry.ALERT_RESOLVED, text);
      if (AttachedAlertTable.firing(transaction, id) > 0) {
        desk.announceUpdate(transaction, id);
      } else {
        allRecovered(transaction, id, now);
      }
    }
  }

  private void allRecovered(Handle transaction, String id, long nowMillis) {
    if (options.resolveAfter().isZero()) {
      resolve(transaction, id);
    } else {
      IncidentTable.resolveDue(transaction, id, nowMillis + options.resolveAfter().toMillis());
      desk.announceUpdate(transaction, id);
    }
  }

  private void resolve(Handle transaction, String id) {
    if (IncidentTable.find(transaction, id).filter(Incident::isOpen).isPresent()) {
      desk.resolve(transaction, id, "Resolved: all alerts recovered", null);
    }
  }

  private static String told(Alert alert) {
    Map<String, String> labels = new TreeMap<>(alert.labels());
    labels.remove("alertname");
    labels.remove("severity");
    if (labels.isEmpty()) {
      return "";
    }
    var text =
        labels.entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
    return IncidentDraft.clipped(text, LABELS_LENGTH_LIMIT);
  }

  /// Resolves the incidents whose alerts have been quiet for long enough.
  public void tick() {
    var due =
        database.read(
            handle -> IncidentTable.dueToResolve(handle, clock.millis(), RESOLVED_PER_TICK));
    for (var id : due) {
      database.transaction(
          transaction -> {
            timeline.lock(transaction, id);
            if (IncidentTable.isDueToResolve(transaction, id, clock.millis())) {
              resolve(transaction, id);
            }
            return id;
          });
    }
  }

  public synchronized void start() {
    loop = Thread.ofVirtual().name("incident-resolver").start(this::run);
  }

  public synchronized void stop() {
    if (loop != null) {
      loop.interrupt();
      loop = null;
    }
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(TICK);
        tick();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "cannot resolve quiet incidents; will try again", e);
      }
    }
  }
}
