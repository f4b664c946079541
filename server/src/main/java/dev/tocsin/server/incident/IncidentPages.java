package dev.tocsin.server.incident;

import dev.tocsin.server.http.Actor;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The incident list and the page of one incident, where people work on it.
public final class IncidentPages implements RouteSource {
  private static final String PATH = "/admin/incidents";
  private static final int PAGE_SIZE = 25;
  private static final int PAGE_LIMIT = 10_000;
  private static final int FORM_LIMIT_BYTES = 64 * 1024;

  private final IncidentDesk desk;
  private final Supplier<Map<String, String>> services;
  private final Pages pages;

  /// @param services the services of the status page, name to display name
  public IncidentPages(IncidentDesk desk, Supplier<Map<String, String>> services, Pages pages) {
    this.desk = desk;
    this.services = services;
    this.pages = pages;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.VIEWER, this::list),
        change("", this::open),
        Route.get(PATH + "/{id}", Role.VIEWER, this::one),
        change("/{id}/acknowledge", this::acknowledge),
        change("/{id}/note", this::note),
        change("/{id}/status", this::status),
        change("/{id}/resolve", this::resolve));
  }

  private static Route change(String path, dev.tocsin.server.http.Call call) {
    return Route.post(PATH + path, Role.OPERATOR, call).accepting(FORM_LIMIT_BYTES);
  }

  /// What the list shows.
  ///
  /// @param state `open`, `resolved` or `all`
  public record ListView(
      List<Incident> incidents, long total, String state, String severity, int page, int pages) {}

  private Reply list(Request request) {
    var state = request.query("state").orElse("open");
    var severity = request.query("severity").orElse("");
    int page = request.query("page", 1, 1, PAGE_LIMIT);
    var severities =
        Severity.parse(severity)
            .<Set<Severity>>map(EnumSet::of)
            .orElseGet(() -> EnumSet.noneOf(Severity.class));
    var filter = new IncidentFilter(statuses(state), severities, PAGE_SIZE, (page - 1) * PAGE_SIZE);
    var found = desk.list(filter);
    int last = (int) Math.max(1, (found.total() + PAGE_SIZE - 1) / PAGE_SIZE);
    var view = new ListView(found.incidents(), found.total(), state, severity, page, last);
    return pages.page(
        "incident/list.jte",
        Map.of("actor", request.actor(), "view", view, "services", services.get()));
  }

  private static Set<IncidentStatus> statuses(String state) {
    return switch (state) {
      case "open" -> EnumSet.complementOf(EnumSet.of(IncidentStatus.RESOLVED));
      case "resolved" -> EnumSet.of(IncidentStatus.RESOLVED);
      case "all" -> EnumSet.noneOf(IncidentStatus.class);
      default -> throw HttpFailure.invalid("state: use open, resolved or all");
    };
  }

  private Reply one(Request request) {
    var incident =
        desk.find(request.parameter("id")).orElseThrow(() -> HttpFailure.notFound("this incident"));
    return pages.page(
        "incident/one.jte",
        Map.of("actor", request.actor(), "incident", incident, "services", services.get()));
  }

  private Reply open(Request request) {
    var form = request.form();
    var severity =
        Severity.parse(form.getOrDefault("severity", ""))
            .orElseThrow(() -> HttpFailure.invalid("severity: use P1, P2, P3 or P4"));
    var affected =
        services.get().keySet().stream().filter(it -> form.containsKey("service." + it)).toList();
    var wanted =
        new NewIncident(
            form.getOrDefault("title", "").strip(),
            form.getOrDefault("description", "").strip(),
            severity,
            affected);
    return done(() -> desk.open(wanted, author(request.actor())));
  }

  private Reply acknowledge(Request request) {
    return done(() -> desk.acknowledge(request.parameter("id"), author(request.actor())));
  }

  private Reply note(Request request) {
    var text = request.form().getOrDefault("text", "").strip();
    return done(() -> desk.note(request.parameter("id"), text, author(request.actor())));
  }

  private Reply status(Request request) {
    var form = request.form();
    var status =
        IncidentStatus.parse(form.getOrDefault("status", ""))
            .orElseThrow(
                () -> HttpFailure.invalid("status: use INVESTIGATING, IDENTIFIED or MONITORING"));
    var text = form.getOrDefault("text", "").strip();
    var id = request.parameter("id");
    return done(() -> desk.update(id, status, text, author(request.actor())));
  }

  private Reply resolve(Request request) {
    var text = request.form().getOrDefault("text", "").strip();
    return done(() -> desk.resolve(request.parameter("id"), text, author(request.actor())));
  }

  private static Reply done(Supplier<Incident> action) {
    try {
      return Reply.redirect(PATH + "/" + action.get().id());
    } catch (IncidentRefusal refusal) {
      throw switch (refusal.reason()) {
        case NOT_FOUND -> HttpFailure.notFound("this incident");
        case INVALID -> HttpFailure.invalid("this cannot be done so", refusal.errors());
        case CONFLICT -> HttpFailure.conflict(String.valueOf(refusal.getMessage()));
      };
    }
  }

  private static Author author(Actor actor) {
    return new Author(actor.id(), actor.name());
  }
}
