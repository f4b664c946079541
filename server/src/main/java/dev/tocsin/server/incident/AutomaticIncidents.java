package dev.tocsin.server.incident;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertChange;
import dev.tocsin.server.alert.AlertListener;
import dev.tocsin.server.alert.AlertMutes;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.route.Plan;
import dev.tocsin.server.route.RoutingOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Opens incidents for alerts, attaches further alerts of the same group to them, and resolves them
/// when all their alerts have recovered. An incident that a person opened has no key, so it never
/// gets alerts and never resolves by itself.
///
/// What belongs together is what a route groups. Without `group_by`, that is rule and service, and
/// also whatever is about the same or a dependent service: then one outage is one incident.
///
/// A batch of changes costs each incident one line and one message, however many its alerts are.
public final class AutomaticIncidents implements AlertListener {
  private static final System.Logger LOG = System.getLogger(AutomaticIncidents.class.getName());
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int RESOLVED_PER_TICK = 100;

  private final Database database;
  private final IncidentDesk desk;
  private final IncidentTimeline timeline;
  private final KnownServices services;
  private final IncidentOptions options;
  private final InstantSource clock;
  private final RoutingOptions routing;
  private final RelatedIncidents related;
  private final Reminders reminders;
  private final Escalations escalations;
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
    this.routing = RoutingOptions.none();
    this.related = new RelatedIncidents(routing.dependencies());
    var muted = new MutedIncidents(AlertMutes.NONE);
    this.reminders = new Reminders(database, desk, timeline, muted, clock);
    this.escalations =
        new Escalations(database, desk, timeline, muted, routing.escalation(), clock);
  }

  private AutomaticIncidents(AutomaticIncidents other, RoutingOptions routing, AlertMutes mutes) {
    this.database = other.database;
    this.desk = other.desk;
    this.timeline = other.timeline;
    this.services = other.services;
    this.options = other.options;
    this.clock = other.clock;
    this.routing = routing;
    this.related = new RelatedIncidents(routing.dependencies());
    var muted = new MutedIncidents(mutes);
    this.reminders = new Reminders(database, desk, timeline, muted, clock);
    this.escalations =
        new Escalations(database, desk, timeline, muted, routing.escalation(), clock);
  }

  /// These, grouping and telling by routes, and not reminding of what is muted.
  public AutomaticIncidents routedBy(RoutingOptions routing, AlertMutes mutes) {
    return new AutomaticIncidents(this, routing, mutes);
  }

  @Override
  public void alertChanged(Handle transaction, AlertChange change) {
    alertsChanged(transaction, List.of(change));
  }

  @Override
  public void alertsChanged(Handle transaction, List<AlertChange> changes) {
    var fired = new ArrayList<Alert>();
    var flapping = new ArrayList<Alert>();
    var resolved = new ArrayList<Alert>();
    for (var change : changes) {
      switch (change) {
        case AlertChange.Fired(var alert) -> fired.add(alert);
        case AlertChange.Flapping(var alert) -> flapping.add(alert);
        case AlertChange.Resolved(var alert) -> resolved.add(alert);
      }
    }
    // What ended and fires again within one batch has not recovered.
    var back = new HashSet<String>();
    fired.forEach(alert -> back.add(alert.fingerprint()));
    resolved.removeIf(alert -> back.contains(alert.fingerprint()));
    AlertGroup.of(fired, routing.tree()).forEach(group -> fired(transaction, group));
    flapping.forEach(alert -> flapping(transaction, alert));
    recovered(transaction, resolved);
  }

  private void fired(Handle transaction, AlertGroup group) {
    var existing = lockOpen(transaction, group);
    if (existing.isPresent()) {
      join(transaction, existing.get(), group);
      return;
    }
    boolean mayOpen = group.isRouted() || group.mustPage();
    if (!mayOpen && !options.openFor().contains(group.severity())) {
      related(transaction, group).ifPresent(it -> join(transaction, it, group));
      return;
    }
    var neighbour = related(transaction, group);
    if (neighbour.isPresent()) {
      join(transaction, neighbour.get(), group);
    } else {
      open(transaction, group);
    }
  }

  private Optional<Incident> lockOpen(Handle transaction, AlertGroup group) {
    return group
        .usableKey()
        .flatMap(key -> IncidentTable.openIdByKey(transaction, key))
        .flatMap(id -> locked(transaction, id));
  }

  private Optional<Incident> locked(Handle transaction, String id) {
    return Optional.of(id)
        .filter(it -> timeline.lock(transaction, it))
        .flatMap(it -> IncidentTable.find(transaction, it))
        .filter(Incident::isOpen);
  }

  private Optional<Incident> related(Handle transaction, AlertGroup group) {
    var own = group.services();
    var found = related.find(transaction, own, clock.millis());
    var incident = found.flatMap(it -> locked(transaction, it.incidentId()));
    incident.ifPresent(
        it ->
            timeline.append(
                transaction,
                it.id(),
                TimelineEntry.RELATED,
                "Alert "
                    + group.worst().ruleName()
                    + " belongs here: "
                    + related.reason(own, found.orElseThrow().service())));
    return incident;
  }

  private void open(Handle transaction, AlertGroup group) {
    var draft = IncidentDraft.of(group, services);
    var id = desk.insert(transaction, draft).orElse("");
    if (id.isEmpty()) {
      // Another replica opened it between our look and our insert.
      lockOpen(transaction, group).ifPresent(incident -> join(transaction, incident, group));
      return;
    }
    timeline.append(transaction, id, TimelineEntry.OPENED, draft.content().description());
    attach(transaction, id, group);
    desk.announce(transaction, id, IncidentChange.Opened::new);
  }

  private void join(Handle transaction, Incident incident, AlertGroup group) {
    attach(transaction, incident.id(), group);
    IncidentTable.resolveDue(transaction, incident.id(), 0);
    addServices(transaction, incident, group);
    addReceivers(transaction, incident, group.found().plan());
    desk.announceUpdate(transaction, incident.id());
    page(transaction, incident, group);
    var severity = group.severity();
    if (severity.isWorseThan(incident.severity())) {
      IncidentTable.severity(transaction, incident.id(), severity);
      var text = "Severity raised from " + incident.severity() + " to " + severity;
      timeline.append(transaction, incident.id(), TimelineEntry.SEVERITY, text);
      desk.announceUpdate(transaction, incident.id());
    }
  }

  /// What must page is told anew when it joins an incident that nobody was paged for.
  private void page(Handle transaction, Incident before, AlertGroup group) {
    if (group.mustPage() && before.alerts().stream().noneMatch(AttachedAlert::mustPage)) {
      var text = "Alert " + group.worst().ruleName() + " always pages";
      timeline.append(transaction, before.id(), TimelineEntry.ESCALATED, text);
      desk.announce(transaction, before.id(), IncidentChange.Escalated::new);
    }
  }

  private void addServices(Handle transaction, Incident incident, AlertGroup group) {
    var all =
        Stream.concat(
                incident.servicesAffected().stream(),
                group.alerts().stream()
                    .flatMap(alert -> IncidentDraft.services(alert).stream())
                    .filter(services::knows))
            .distinct()
            .limit(NewIncident.SERVICE_LIMIT)
            .toList();
    if (!all.equals(incident.servicesAffected())) {
      IncidentTable.services(transaction, incident.id(), all);
    }
  }

  private static void addReceivers(Handle transaction, Incident incident, Plan plan) {
    var both = incident.plan().and(plan);
    if (!both.equals(incident.plan())) {
      IncidentTable.plan(transaction, incident.id(), both);
    }
  }

  private void attach(Handle transaction, String id, AlertGroup group) {
    AttachedAlertTable.attach(transaction, id, group.alerts());
    RelatedIncidents.note(transaction, id, group.services());
    AlertLines.fired(group.alerts())
        .forEach(line -> timeline.append(transaction, id, TimelineEntry.ALERT_FIRED, line));
  }

  private void flapping(Handle transaction, Alert alert) {
    var fingerprints = List.of(alert.fingerprint());
    for (var id : AttachedAlertTable.firingIn(transaction, fingerprints).keySet()) {
      timeline.append(
          transaction,
          id,
          TimelineEntry.FLAPPING,
          "Alert "
              + alert.ruleName()
              + " comes and goes; it is kept open until it has been quiet for a while"
              + AlertLines.told(alert));
      desk.announceUpdate(transaction, id);
    }
  }

  private void recovered(Handle transaction, List<Alert> alerts) {
    var byFingerprint = new java.util.HashMap<String, Alert>();
    alerts.forEach(alert -> byFingerprint.put(alert.fingerprint(), alert));
    var fingerprints = List.copyOf(byFingerprint.keySet());
    AttachedAlertTable.firingIn(transaction, fingerprints)
        .forEach((id, inIt) -> recovered(transaction, id, inIt, byFingerprint));
  }

  private void recovered(
      Handle transaction, String id, List<String> fingerprints, Map<String, Alert> alerts) {
    timeline.lock(transaction, id);
    long now = clock.millis();
    var ended = AttachedAlertTable.resolved(transaction, id, fingerprints, now);
    if (ended.isEmpty()) {
      return;
    }
    var told = ended.stream().map(it -> java.util.Objects.requireNonNull(alerts.get(it))).toList();
    AlertLines.recovered(told)
        .forEach(line -> timeline.append(transaction, id, TimelineEntry.ALERT_RESOLVED, line));
    if (AttachedAlertTable.firing(transaction, id) > 0) {
      desk.announceUpdate(transaction, id);
    } else {
      allRecovered(transaction, id, now);
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

  /// Resolves the incidents whose alerts have been quiet for long enough, and reminds of those that
  /// nobody has taken, or escalates them.
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
    reminders.tick();
    escalations.tick();
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
