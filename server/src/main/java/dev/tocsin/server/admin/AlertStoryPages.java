package dev.tocsin.server.admin;

import dev.tocsin.server.account.AuditTrail;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.alert.AlertPages;
import dev.tocsin.server.alert.PrecisionLedger;
import dev.tocsin.server.alert.Verdict;
import dev.tocsin.server.deliver.Delivery;
import dev.tocsin.server.deliver.DeliveryLog;
import dev.tocsin.server.event.Events;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.incident.Incident;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.route.RoutingTree;
import dev.tocsin.server.rule.RuleEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An alert's own page: why it fired, what changed before, what keeps it quiet, and who was told.
public final class AlertStoryPages implements RouteSource {
  private static final int USUAL_HOURS = 3;
  private static final int MOST_HOURS = 7 * 24;
  private static final int INCIDENT_LIMIT = 5;

  private final Alerts alerts;
  private final Telling telling;
  private final AlertGraphs graphs;
  private final ChangeEvents changes;
  private final Pages pages;

  /// Where alerts, their rules and verdicts are.
  public record Alerts(AlertBook book, RuleEngine engine, PrecisionLedger ledger) {}

  /// Who is told of them.
  public record Telling(RoutingTree routes, IncidentDesk desk, DeliveryLog deliveries) {}

  /// Where an alert goes and went.
  ///
  /// @param found the routes that take its labels
  /// @param incidents those that it stands in, newest first
  public record Hearing(
      RoutingTree.Found found, List<Incident> incidents, List<Delivery> deliveries) {
    public Hearing {
      incidents = List.copyOf(incidents);
      deliveries = List.copyOf(deliveries);
    }
  }

  /// What the page shows.
  ///
  /// @param hours how far back the graph reaches
  public record View(
      AlertPages.Row row,
      Optional<AlertGraph> graph,
      int hours,
      List<ChangeEvent> changes,
      Hearing hearing,
      Optional<Verdict> verdict) {
    public View {
      changes = List.copyOf(changes);
    }
  }

  public AlertStoryPages(
      Alerts alerts, Telling telling, Figures figures, Traces traces, Pages pages) {
    this.alerts = alerts;
    this.telling = telling;
    this.graphs = figures.graphs();
    this.changes = figures.changes(traces.trail(), traces.events());
    this.pages = pages;
  }

  /// What leaves a trace when somebody or something changes.
  public record Traces(AuditTrail trail, Events events) {}

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/admin/alerts/{id}", Role.VIEWER, this::story));
  }

  private Reply story(Request request) {
    int hours = request.query("hours", USUAL_HOURS, 1, MOST_HOURS);
    var alert =
        alerts
            .book()
            .find(request.parameter("id"))
            .orElseThrow(() -> HttpFailure.notFound("this alert"));
    var mutes = alerts.book().mutes(List.of(alert)).getOrDefault(alert.id(), List.of());
    boolean isOpen = alert.resolvedAtMillis() == 0;
    var row = AlertPages.row(alerts.engine(), alert, isOpen ? mutes : List.of());
    var view =
        new View(
            row,
            row.rule().map(rule -> graphs.of(rule, alert, hours)),
            hours,
            changes.around(alert),
            hearing(alert),
            alerts.ledger().verdict(alert.id()));
    return pages.page("alert/one.jte", Map.of("actor", request.actor(), "view", view));
  }

  /// An incident gathers a series, not an episode: one that ended before this alert began is
  /// another story.
  private Hearing hearing(Alert alert) {
    var incidents =
        telling.desk().withAlert(alert.fingerprint(), INCIDENT_LIMIT).stream()
            .filter(it -> it.isOpen() || it.resolvedAtMillis() >= alert.firedAtMillis())
            .filter(
                it ->
                    alert.resolvedAtMillis() == 0
                        || it.startedAtMillis() <= alert.resolvedAtMillis())
            .toList();
    var deliveries = new ArrayList<Delivery>();
    incidents.forEach(it -> deliveries.addAll(telling.deliveries().ofIncident(it.id())));
    return new Hearing(telling.routes().find(alert.labels()), incidents, deliveries);
  }
}
