package dev.tocsin.server.alert;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.LiveFeed;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.rule.SimpleRuleApi;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Alerts under `/api/v1/monitoring/alerts`.
public final class AlertApi implements RouteSource {
  /// The topic of pages that show alerts.
  public static final String TOPIC = "alerts";

  private static final String PATH = "/api/v1/monitoring/alerts";
  private static final int HISTORY_LIMIT = 1_000;
  private static final int USUAL_DAYS = 7;
  private static final int MOST_DAYS = 3650;

  private final AlertBook alerts;
  private final LiveFeed feed;
  private final SimpleRuleApi rules;

  /// An alert as it is sent. A time that has not come is absent.
  record View(
      String id,
      String fingerprint,
      String name,
      String state,
      String severity,
      String service,
      String summary,
      double value,
      Map<String, String> labels,
      Map<String, String> annotations,
      Instant activeSince,
      @Nullable Instant firedAt,
      @Nullable Instant resolvedAt,
      Instant lastEvaluated,
      @Nullable String acknowledgedBy,
      @Nullable Instant acknowledgedAt) {
    static View of(Alert alert) {
      return new View(
          alert.id(),
          alert.fingerprint(),
          alert.ruleName(),
          state(alert),
          alert.label("severity"),
          alert.label("service"),
          alert.annotation("summary"),
          alert.value(),
          new TreeMap<>(alert.labels()),
          new TreeMap<>(alert.annotations()),
          Instant.ofEpochMilli(alert.activeSinceMillis()),
          instant(alert.firedAtMillis()),
          instant(alert.resolvedAtMillis()),
          Instant.ofEpochMilli(alert.lastEvaluatedMillis()),
          alert.acknowledgedBy(),
          instant(alert.acknowledgedAtMillis()));
    }

    private static @Nullable Instant instant(long millis) {
      return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    private static String state(Alert alert) {
      boolean taken = alert.state() == AlertState.FIRING && alert.acknowledgedAtMillis() != 0;
      return taken ? "acknowledged" : alert.state().name().toLowerCase(Locale.ROOT);
    }
  }

  public AlertApi(AlertBook alerts, LiveFeed feed, SimpleRuleApi rules) {
    this.alerts = alerts;
    this.feed = feed;
    this.rules = rules;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH + "/active", Role.VIEWER, _ -> views("active alerts", alerts.active())),
        Route.get(PATH + "/history", Role.VIEWER, this::history),
        Route.get(PATH + "/{id}", Role.VIEWER, this::alert),
        Route.post(PATH + "/{id}/acknowledge", Role.OPERATOR, this::acknowledge));
  }

  private static Reply views(String message, List<Alert> alerts) {
    return Reply.success(message, alerts.stream().map(View::of).toList());
  }

  private Reply history(Request request) {
    var time = Duration.ofDays(request.query("days", USUAL_DAYS, 1, MOST_DAYS));
    int limit = request.query("limit", HISTORY_LIMIT, 1, HISTORY_LIMIT);
    return views("resolved alerts", alerts.resolvedWithin(time, limit));
  }

  /// Alerts and the rules of the simple form share their addresses, and no two ids are equal.
  private Reply alert(Request request) {
    return alerts
        .find(request.parameter("id"))
        .<Reply>map(alert -> Reply.success("alert", View.of(alert)))
        .or(() -> rules.one(request))
        .orElseThrow(() -> HttpFailure.notFound("the alert"));
  }

  private Reply acknowledge(Request request) {
    var id = request.parameter("id");
    if (!alerts.acknowledge(id, request.actor().name())) {
      var alert = found(id);
      var by = alert.acknowledgedBy();
      throw HttpFailure.conflict(
          by == null ? "the alert does not fire" : "the alert is acknowledged by " + by);
    }
    feed.publish(TOPIC);
    return Reply.success("acknowledged", View.of(found(id)));
  }

  private Alert found(String id) {
    return alerts.find(id).orElseThrow(() -> HttpFailure.notFound("the alert"));
  }
}
