package dev.tocsin.server.admin;

import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentFilter;
import dev.tocsin.server.probe.ServiceStatuses;
import dev.tocsin.server.query.QueriesBusyException;
import java.util.List;
import java.util.Map;

/// The overview. Each of its parts refreshes by itself, so that an event costs only what it
/// changes.
public final class OperationsPages implements RouteSource {
  private static final String PATH = "/admin/operations";
  private static final int INCIDENTS_SHOWN = 50;
  private static final int USUAL_MINUTES = 60;
  private static final int LEAST_MINUTES = 5;
  private static final int MOST_MINUTES = 24 * 60;

  private final IncidentDesk desk;
  private final AlertBook alerts;
  private final Figures figures;
  private final ServiceStatuses services;
  private final AlarmHealth health;
  private final Pages pages;

  public OperationsPages(
      IncidentDesk desk,
      AlertBook alerts,
      Figures figures,
      ServiceStatuses services,
      AlarmHealth health,
      Pages pages) {
    this.desk = desk;
    this.alerts = alerts;
    this.figures = figures;
    this.services = services;
    this.health = health;
    this.pages = pages;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/", Role.ANYONE, OperationsPages::start),
        Route.get("/admin", Role.VIEWER, _ -> Reply.redirect(PATH)),
        Route.get(PATH, Role.VIEWER, this::overview),
        Route.get(PATH + "/part/{part}", Role.VIEWER, this::part),
        Route.get(PATH + "/series/{panel}", Role.VIEWER, this::series));
  }

  private static Reply start(Request request) {
    return Reply.redirect(request.actor().isAnonymous() ? "/status" : PATH);
  }

  private Reply overview(Request request) {
    return pages.page(
        "admin/operations.jte",
        Map.of(
            "actor", request.actor(),
            "burning", burning(),
            "figures", figures.now(),
            "services", services.list(),
            "health", health.now()));
  }

  private Reply part(Request request) {
    return switch (request.parameter("part")) {
      case "burning" ->
          pages.page(
              "admin/burning.jte",
              Map.of(
                  "actor", request.actor(),
                  "burning", burning(),
                  "alarmGood", health.now().isGood()));
      case "numbers" -> pages.page("admin/numbers.jte", Map.of("figures", figures.now()));
      case "services" -> pages.page("admin/services.jte", Map.of("services", services.list()));
      case "alarm" -> pages.page("admin/alarm.jte", Map.of("health", health.now()));
      default -> throw HttpFailure.notFound("this part");
    };
  }

  private Burning burning() {
    var open = desk.list(IncidentFilter.open(INCIDENTS_SHOWN));
    return Burning.of(open.incidents(), open.total(), alerts.open());
  }

  private Reply series(Request request) {
    var panel =
        Panel.find(request.parameter("panel")).orElseThrow(() -> HttpFailure.notFound("the chart"));
    int minutes = request.query("minutes", USUAL_MINUTES, LEAST_MINUTES, MOST_MINUTES);
    try {
      return Reply.json(200, figures.chart(panel, minutes));
    } catch (QueriesBusyException e) {
      throw HttpFailure.of(503, String.valueOf(e.getMessage()));
    } catch (PromQlEvaluationException e) {
      throw HttpFailure.of(422, String.valueOf(e.getMessage()));
    }
  }
}
