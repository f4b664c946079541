package dev.tocsin.server.incident;

import dev.tocsin.server.http.Actor;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/api/v1/monitoring/incidents`
public final class IncidentApi implements RouteSource {
  private static final String PATH = "/api/v1/monitoring/incidents";
  private static final int BODY_LIMIT_BYTES = 256 * 1024;
  private static final int USUAL_LIMIT = 20;
  private static final int PAGE_LIMIT = 100_000;

  private final IncidentDesk desk;

  public IncidentApi(IncidentDesk desk) {
    this.desk = desk;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.ADMIN, this::list),
        Route.get(PATH + "/{id}", Role.ADMIN, this::one),
        Route.post(PATH, Role.ADMIN, this::open).accepting(BODY_LIMIT_BYTES),
        Route.patch(PATH + "/{id}", Role.ADMIN, this::update).accepting(BODY_LIMIT_BYTES),
        Route.patch(PATH + "/{id}/resolve", Role.ADMIN, this::resolve).accepting(BODY_LIMIT_BYTES),
        Route.post(PATH + "/{id}/acknowledge", Role.ADMIN, this::acknowledge)
            .accepting(BODY_LIMIT_BYTES),
        Route.post(PATH + "/{id}/notes", Role.ADMIN, this::note).accepting(BODY_LIMIT_BYTES),
        Route.post(PATH + "/{id}/postmortem", Role.ADMIN, this::postmortem)
            .accepting(BODY_LIMIT_BYTES));
  }

  private record NewBody(
      @Nullable String title,
      @Nullable String description,
      @Nullable String severity,
      @Nullable List<String> servicesAffected) {}

  private record UpdateBody(@Nullable String status, @Nullable String update) {}

  private record TextBody(@Nullable String update) {}

  private record PostmortemBody(@Nullable String postmortemUrl) {}

  /// A line of the timeline as it goes out.
  record LineView(Instant timestamp, String update, @Nullable String author, String kind) {
    static LineView of(TimelineEntry entry) {
      return new LineView(
          Instant.ofEpochMilli(entry.atMillis()), entry.update(), entry.author(), entry.kind());
    }
  }

  /// An attached alert as it goes out.
  record AlertView(
      String fingerprint,
      String ruleName,
      Map<String, String> labels,
      String value,
      Instant firedAt,
      @Nullable Instant resolvedAt) {
    static AlertView of(AttachedAlert alert) {
      return new AlertView(
          alert.fingerprint(),
          alert.ruleName(),
          alert.labels(),
          Double.toString(alert.value()),
          Instant.ofEpochMilli(alert.firedAtMillis()),
          instant(alert.resolvedAtMillis()));
    }
  }

  /// An incident as it goes out.
  record View(
      String id,
      String title,
      String description,
      Severity severity,
      IncidentStatus status,
      List<String> servicesAffected,
      List<LineView> timeline,
      Instant startedAt,
      @Nullable Instant resolvedAt,
      @Nullable String postmortemUrl,
      @Nullable String acknowledgedBy,
      @Nullable Instant acknowledgedAt,
      @Nullable String cause,
      @Nullable String category,
      @Nullable String runbookUrl,
      @Nullable String alertKey,
      boolean isPublic,
      @Nullable String deadLetterMode,
      List<AlertView> alerts,
      Instant createdAt,
      Instant updatedAt) {
    static View of(Incident incident) {
      return new View(
          incident.id(),
          incident.title(),
          incident.description(),
          incident.severity(),
          incident.status(),
          incident.servicesAffected(),
          incident.timeline().stream().map(LineView::of).toList(),
          Instant.ofEpochMilli(incident.startedAtMillis()),
          instant(incident.resolvedAtMillis()),
          incident.postmortemUrl(),
          incident.acknowledgedBy(),
          instant(incident.acknowledgedAtMillis()),
          incident.cause(),
          incident.category(),
          incident.runbookUrl(),
          incident.alertKey(),
          incident.isPublic(),
          incident.deadLetterMode(),
          incident.alerts().stream().map(AlertView::of).toList(),
          Instant.ofEpochMilli(incident.createdAtMillis()),
          Instant.ofEpochMilli(incident.updatedAtMillis()));
    }
  }

  private record ListView(List<View> incidents, long total, int page, int limit) {}

  private static @Nullable Instant instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  private Reply list(Request request) {
    int limit = request.query("limit", USUAL_LIMIT, 1, IncidentFilter.LIMIT);
    int page = request.query("page", 1, 1, PAGE_LIMIT);
    var errors = new ArrayList<String>();
    var statuses = choices(request, "status", IncidentStatus::parse, errors);
    var severities = choices(request, "severity", Severity::parse, errors);
    if (!errors.isEmpty()) {
      throw HttpFailure.invalid("the filter is not usable", errors);
    }
    var found = desk.list(new IncidentFilter(statuses, severities, limit, (page - 1) * limit));
    var views = found.incidents().stream().map(View::of).toList();
    return Reply.success("incidents", new ListView(views, found.total(), page, limit));
  }

  /// The values of a parameter that may be repeated or hold several between commas.
  private static <T> Set<T> choices(
      Request request, String name, Function<String, Optional<T>> parse, List<String> errors) {
    var choices = new LinkedHashSet<T>();
    for (var values : request.queries(name)) {
      for (var value : values.split(",", -1)) {
        parse
            .apply(value)
            .ifPresentOrElse(
                choices::add, () -> errors.add(name + ": \"" + value + "\" does not exist"));
      }
    }
    return choices;
  }

  private Reply one(Request request) {
    var incident = desk.find(request.parameter("id"));
    return Reply.success(
        "incident", View.of(incident.orElseThrow(() -> HttpFailure.notFound("the incident"))));
  }

  private Reply open(Request request) {
    var body = request.json(NewBody.class);
    var errors = new ArrayList<String>();
    var severity = Severity.parse(orEmpty(body.severity()));
    if (severity.isEmpty()) {
      errors.add("severity must be one of P1, P2, P3, P4");
    }
    var wanted =
        new NewIncident(
            orEmpty(body.title()),
            orEmpty(body.description()),
            severity.orElse(Severity.P4),
            body.servicesAffected() == null ? List.of() : body.servicesAffected());
    errors.addAll(desk.errors(wanted));
    if (!errors.isEmpty()) {
      throw HttpFailure.invalid("the incident is not usable", errors);
    }
    var incident = attempt(() -> desk.open(wanted, author(request)));
    return Reply.success(201, "incident opened", View.of(incident));
  }

  private Reply update(Request request) {
    var body = request.json(UpdateBody.class);
    var status = IncidentStatus.parse(orEmpty(body.status()));
    var update = orEmpty(body.update());
    var errors = new ArrayList<String>();
    if (status.isEmpty()) {
      errors.add("status must be one of INVESTIGATING, IDENTIFIED, MONITORING, RESOLVED");
    }
    if (update.isBlank() && status.orElse(null) != IncidentStatus.RESOLVED) {
      errors.add("update must say what is known or done");
    }
    if (!errors.isEmpty()) {
      throw HttpFailure.invalid("the update is not usable", errors);
    }
    var id = request.parameter("id");
    return changed(
        "incident updated", () -> desk.update(id, status.orElseThrow(), update, author(request)));
  }

  private Reply resolve(Request request) {
    boolean silent = request.body().length == 0;
    var update = silent ? "" : orEmpty(request.json(TextBody.class).update());
    return changed(
        "incident resolved", () -> desk.resolve(request.parameter("id"), update, author(request)));
  }

  private Reply acknowledge(Request request) {
    return changed(
        "incident acknowledged", () -> desk.acknowledge(request.parameter("id"), author(request)));
  }

  private Reply note(Request request) {
    var body = request.json(TextBody.class);
    return changed(
        "note added",
        () -> desk.note(request.parameter("id"), orEmpty(body.update()), author(request)));
  }

  private Reply postmortem(Request request) {
    var url = orEmpty(request.json(PostmortemBody.class).postmortemUrl());
    return changed(
        "postmortem linked", () -> desk.postmortem(request.parameter("id"), url, author(request)));
  }

  private static Reply changed(String message, Supplier<Incident> action) {
    return Reply.success(message, View.of(attempt(action)));
  }

  private static Incident attempt(Supplier<Incident> action) {
    try {
      return action.get();
    } catch (IncidentRefusal e) {
      throw switch (e.reason()) {
        case NOT_FOUND -> HttpFailure.notFound("the incident");
        case INVALID -> HttpFailure.invalid(summary(e), e.errors());
        case CONFLICT -> HttpFailure.conflict(summary(e));
      };
    }
  }

  private static String summary(IncidentRefusal refusal) {
    return String.valueOf(refusal.getMessage());
  }

  private static Author author(Request request) {
    Actor actor = request.actor();
    return new Author(actor.id(), actor.name());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
