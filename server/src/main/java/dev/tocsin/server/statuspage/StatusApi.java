package dev.tocsin.server.statuspage;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// `/api/v1/status`, `/api/v1/status/history` and `/api/v1/status/uptime`, for everybody.
public final class StatusApi implements RouteSource {
  private static final String PATH = "/api/v1/status";
  private static final int USUAL_LIMIT = 20;
  private static final int PAGE_LIMIT = 100_000;

  private final StatusBoard board;

  private record ServiceView(
      String serviceName,
      String displayName,
      String status,
      OptionalInt latency,
      Optional<Instant> lastCheckedAt,
      Optional<BigDecimal> uptimePercentage) {
    static ServiceView of(PublicService service) {
      return new ServiceView(
          service.name(),
          service.displayName(),
          apiState(service.state()),
          service.current().latencyMillis(),
          instant(service.current().checkedAtMillis()),
          percent(service.uptime().percentage()));
    }
  }

  private record LineView(Instant timestamp, String update) {}

  private record HeadlineView(String title, String severity, String status) {}

  private record PeriodView(Instant startedAt, Optional<Instant> resolvedAt) {}

  private record IncidentView(
      String id,
      @JsonUnwrapped HeadlineView headline,
      List<String> servicesAffected,
      List<LineView> timeline,
      @JsonUnwrapped PeriodView period) {
    static IncidentView of(PublicIncident incident) {
      var headline = incident.headline();
      return new IncidentView(
          incident.id(),
          new HeadlineView(
              headline.title(), headline.severity(), headline.status().toUpperCase(Locale.ROOT)),
          incident.affected().stream().map(PublicIncident.Affected::name).toList(),
          incident.lines().stream()
              .map(line -> new LineView(Instant.ofEpochMilli(line.atMillis()), line.text()))
              .toList(),
          new PeriodView(
              Instant.ofEpochMilli(incident.period().startedAtMillis()),
              instant(incident.period().resolvedAtMillis())));
    }
  }

  private record StatusView(
      String overall,
      String description,
      List<ServiceView> services,
      List<IncidentView> incidents,
      Instant updatedAt) {}

  private record HistoryView(List<IncidentView> incidents, long total, int page, int limit) {}

  private record DayView(LocalDate date, Optional<BigDecimal> uptimePercentage) {}

  private record UptimeView(
      String serviceName,
      String displayName,
      Optional<BigDecimal> uptimePercentage,
      List<DayView> days) {
    static UptimeView of(PublicService service) {
      return new UptimeView(
          service.name(),
          service.displayName(),
          percent(service.uptime().percentage()),
          service.uptime().days().stream()
              .map(day -> new DayView(day.date(), percent(day.uptime())))
              .toList());
    }
  }

  public StatusApi(StatusBoard board) {
    this.board = board;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.ANYONE, _ -> status()),
        Route.get(PATH + "/history", Role.ANYONE, this::history),
        Route.get(PATH + "/uptime", Role.ANYONE, _ -> uptime()));
  }

  private Reply status() {
    var now = board.now();
    return Reply.success(
        "status",
        new StatusView(
            now.overall().name(),
            now.overall().words(),
            now.services().stream().map(ServiceView::of).toList(),
            now.open().stream().map(IncidentView::of).toList(),
            Instant.ofEpochMilli(now.atMillis())));
  }

  private Reply history(Request request) {
    int limit = request.query("limit", USUAL_LIMIT, 1, StatusBoard.INCIDENT_LIMIT);
    int page = request.query("page", 1, 1, PAGE_LIMIT);
    var found = board.history(limit, (page - 1) * limit);
    var views = found.incidents().stream().map(IncidentView::of).toList();
    return Reply.success("incidents", new HistoryView(views, found.total(), page, limit));
  }

  private Reply uptime() {
    return Reply.success("uptime", board.services().stream().map(UptimeView::of).toList());
  }

  /// The names of the stored statuses, and `UNKNOWN`.
  private static String apiState(PublicState state) {
    return switch (state) {
      case OPERATIONAL -> "UP";
      case UNKNOWN -> "UNKNOWN";
      case DEGRADED -> "DEGRADED";
      case DOWN -> "DOWN";
    };
  }

  private static Optional<Instant> instant(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static Optional<BigDecimal> percent(OptionalDouble value) {
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(BigDecimal.valueOf(value.getAsDouble()).setScale(2, RoundingMode.DOWN));
  }
}
