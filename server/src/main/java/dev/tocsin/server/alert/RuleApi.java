package dev.tocsin.server.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.GoNumbers;
import dev.tocsin.server.rule.RecordingRule;
import dev.tocsin.server.rule.Rule;
import dev.tocsin.server.rule.RuleEngine;
import dev.tocsin.server.rule.RuleGroup;
import dev.tocsin.server.rule.RuleHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rules and their alerts in the shape of the Prometheus HTTP API: `/api/v1/rules` and
/// `/api/v1/alerts`.
public final class RuleApi implements RouteSource {
  private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  private final RuleEngine engine;
  private final AlertBook alerts;

  record Success(String status, Object data) {}

  record Groups(List<Group> groups) {}

  record Group(
      String name,
      String file,
      List<Object> rules,
      double interval,
      int limit,
      double evaluationTime,
      Instant lastEvaluation,
      long missedIterations) {}

  record Alerting(
      String state,
      String name,
      String query,
      double duration,
      double keepFiringFor,
      Map<String, String> labels,
      Map<String, String> annotations,
      List<Active> alerts,
      String health,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String lastError,
      double evaluationTime,
      Instant lastEvaluation,
      String type) {}

  record Recording(
      String name,
      String query,
      Map<String, String> labels,
      String health,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String lastError,
      double evaluationTime,
      Instant lastEvaluation,
      String type) {}

  record ActiveAlerts(List<Active> alerts) {}

  record Active(
      Map<String, String> labels,
      Map<String, String> annotations,
      String state,
      Instant activeAt,
      String value) {
    static Active of(Alert alert) {
      return new Active(
          new TreeMap<>(alert.labels()),
          new TreeMap<>(alert.annotations()),
          alert.state().name().toLowerCase(Locale.ROOT),
          Instant.ofEpochMilli(alert.activeSinceMillis()),
          GoNumbers.shortest(alert.value()));
    }
  }

  public RuleApi(RuleEngine engine, AlertBook alerts) {
    this.engine = engine;
    this.alerts = alerts;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/rules", Role.VIEWER, this::rules),
        Route.get("/api/v1/alerts", Role.VIEWER, _ -> alerts()));
  }

  private Reply alerts() {
    var active = alerts.open().stream().map(Active::of).toList();
    return Reply.json(200, new Success("success", new ActiveAlerts(active)));
  }

  private Reply rules(Request request) {
    var type = request.query("type").orElse("");
    if (!List.of("", "alert", "record").contains(type)) {
      throw HttpFailure.invalid("type must be alert or record");
    }
    var groups = engine.rules().groups().stream().map(group -> group(group, type)).toList();
    return Reply.json(200, new Success("success", new Groups(groups)));
  }

  private Group group(RuleGroup group, String type) {
    var health = engine.health(group);
    return new Group(
        group.name(),
        group.file(),
        group.rules().stream().map(rule -> rule(rule, type)).filter(Objects::nonNull).toList(),
        seconds(group.interval()),
        group.limit(),
        seconds(health.duration()),
        instant(health.evaluatedMillis()),
        health.missedTicks());
  }

  private @Nullable Object rule(Rule rule, String type) {
    var health = engine.health(rule);
    return switch (rule) {
      case AlertRule alert -> type.equals("record") ? null : alerting(alert, health);
      case RecordingRule recording -> type.equals("alert") ? null : recording(recording, health);
    };
  }

  private Alerting alerting(AlertRule rule, RuleHealth health) {
    var open = alerts.open(rule);
    var state =
        open.isEmpty()
            ? "inactive"
            : open.stream().anyMatch(alert -> alert.state() == AlertState.FIRING)
                ? "firing"
                : "pending";
    return new Alerting(
        state,
        rule.name(),
        rule.exprText(),
        seconds(rule.hold()),
        seconds(rule.keepFiring()),
        new TreeMap<>(rule.labels()),
        new TreeMap<>(rule.annotations()),
        open.stream().map(Active::of).toList(),
        health(health),
        health.error(),
        seconds(health.duration()),
        instant(health.evaluatedMillis()),
        "alerting");
  }

  private static Recording recording(RecordingRule rule, RuleHealth health) {
    return new Recording(
        rule.name(),
        rule.exprText(),
        new TreeMap<>(rule.labels()),
        health(health),
        health.error(),
        seconds(health.duration()),
        instant(health.evaluatedMillis()),
        "recording");
  }

  private static String health(RuleHealth health) {
    return switch (health.state()) {
      case UNKNOWN -> "unknown";
      case OK -> "ok";
      case NO_DATA -> "nodata";
      case FAILING -> "err";
    };
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static Instant instant(long millis) {
    return millis == 0 ? NEVER : Instant.ofEpochMilli(millis);
  }
}
