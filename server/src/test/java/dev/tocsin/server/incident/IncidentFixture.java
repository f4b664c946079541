package dev.tocsin.server.incident;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertState;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// A desk over a database, with a clock of its own and a record of all changes.
public final class IncidentFixture {
  public static final Author ADA = new Author("user-1", "Ada");

  public final ManualClock clock = new ManualClock();
  public final Ids ids = new Ids(clock);
  public final List<IncidentChange> changes = new CopyOnWriteArrayList<>();
  public final List<String> grown = new CopyOnWriteArrayList<>();
  public final IncidentTimeline timeline = new IncidentTimeline(ids, clock, grown::add);
  public final KnownServices services = Set.of("checkout", "search")::contains;
  public final Database database;
  public final IncidentDesk desk;

  public IncidentFixture(Database database, IncidentListener... listeners) {
    this.database = database;
    var all = new CopyOnWriteArrayList<IncidentListener>(listeners);
    all.add((_, change) -> changes.add(change));
    desk = new IncidentDesk(database, timeline, services, all, ids, clock);
  }

  AutomaticIncidents automatic(Duration resolveAfter) {
    var options =
        new IncidentOptions(Set.of(Severity.P1, Severity.P2), resolveAfter, Duration.ofDays(400));
    return new AutomaticIncidents(database, desk, timeline, services, options, clock);
  }

  public Incident open() {
    return desk.open(
        new NewIncident("Checkout fails", "Orders fail", Severity.P2, List.of("checkout")), ADA);
  }

  Alert alert(String fingerprint, String rule, String severity, String service) {
    return new Alert(
        "alert-" + fingerprint,
        fingerprint,
        rule,
        Map.of("alertname", rule, "severity", severity, "service", service, "code", fingerprint),
        Map.of(
            "summary", rule + " on " + service,
            "description", "The payment provider does not answer",
            "runbook_url", "https://runbooks.example/payments"),
        AlertState.FIRING,
        0.25,
        clock.millis(),
        clock.millis(),
        0,
        clock.millis(),
        null,
        0);
  }

  List<String> kinds(String id) {
    return desk.find(id).orElseThrow().timeline().stream().map(TimelineEntry::kind).toList();
  }
}
