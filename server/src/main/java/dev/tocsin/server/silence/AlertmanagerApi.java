package dev.tocsin.server.silence;

import com.google.re2j.PatternSyntaxException;
import dev.tocsin.series.Matcher;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.alert.AlertState;
import dev.tocsin.server.alert.Mute;
import dev.tocsin.server.alert.ReceivedAlert;
import dev.tocsin.server.alert.ReceivedAlerts;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.route.MatcherText;
import dev.tocsin.server.route.RoutingOptions;
import dev.tocsin.server.route.RoutingTree;
import dev.tocsin.server.silence.AlertmanagerShapes.Cluster;
import dev.tocsin.server.silence.AlertmanagerShapes.Config;
import dev.tocsin.server.silence.AlertmanagerShapes.Gettable;
import dev.tocsin.server.silence.AlertmanagerShapes.GettableSilence;
import dev.tocsin.server.silence.AlertmanagerShapes.Group;
import dev.tocsin.server.silence.AlertmanagerShapes.Posted;
import dev.tocsin.server.silence.AlertmanagerShapes.PostedSilence;
import dev.tocsin.server.silence.AlertmanagerShapes.Receiver;
import dev.tocsin.server.silence.AlertmanagerShapes.ServerStatus;
import dev.tocsin.server.silence.AlertmanagerShapes.SilenceId;
import dev.tocsin.server.silence.AlertmanagerShapes.VersionInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Alertmanager's API, version 2: a Prometheus sends its alerts here, and `amtool` works.
public final class AlertmanagerApi implements RouteSource {
  private static final String PATH = "/api/v2";
  private static final int ALERTS_LIMIT_BYTES = 32 * 1024 * 1024;
  private static final int ALERTS_AT_ONCE = 50_000;
  private static final int ERRORS_SHOWN = 10;
  private static final Duration SILENCES_SHOWN = Duration.ofDays(5);
  private static final Duration FAR = Duration.ofDays(365);

  private final AlertBook alerts;
  private final ReceivedAlerts received;
  private final Silences silences;
  private final RoutingOptions routing;
  private final InstantSource clock;
  private final Instant started;

  public AlertmanagerApi(
      AlertBook alerts,
      ReceivedAlerts received,
      Silences silences,
      RoutingOptions routing,
      InstantSource clock) {
    this.alerts = alerts;
    this.received = received;
    this.silences = silences;
    this.routing = routing;
    this.clock = clock;
    this.started = clock.instant();
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH + "/status", Role.VIEWER, _ -> Reply.json(200, status())),
        Route.get(PATH + "/receivers", Role.VIEWER, _ -> Reply.json(200, receivers())),
        Route.get(PATH + "/alerts", Role.VIEWER, this::alerts),
        Route.post(PATH + "/alerts", Role.OPERATOR, this::post).accepting(ALERTS_LIMIT_BYTES),
        Route.get(PATH + "/alerts/groups", Role.VIEWER, this::groups),
        Route.get(PATH + "/silences", Role.VIEWER, this::silences),
        Route.post(PATH + "/silences", Role.OPERATOR, this::putSilence),
        Route.get(PATH + "/silence/{id}", Role.VIEWER, this::silence),
        Route.delete(PATH + "/silence/{id}", Role.OPERATOR, this::expire));
  }

  private ServerStatus status() {
    return new ServerStatus(
        new Cluster("tocsin", "disabled", List.of()),
        new VersionInfo("0.25.0", "tocsin", "tocsin", "tocsin", "", "none"),
        new Config("# the routes of this server stand in tocsin.yml under routing"),
        started);
  }

  private List<Receiver> receivers() {
    return routing.receivers().keySet().stream().sorted().map(Receiver::new).toList();
  }

  private Reply post(Request request) {
    var posted = request.json(Posted[].class);
    if (posted.length > ALERTS_AT_ONCE) {
      throw HttpFailure.invalid("send at most " + ALERTS_AT_ONCE + " alerts at once");
    }
    long now = clock.millis();
    var good = new ArrayList<ReceivedAlert>(posted.length);
    var errors = new ArrayList<String>();
    for (int place = 0; place < posted.length; place++) {
      var alert = posted[place] == null ? null : posted[place].received(now, timeout());
      var problems = alert == null ? List.of("is null") : alert.problems();
      if (alert != null && problems.isEmpty()) {
        good.add(alert);
      } else if (errors.size() < ERRORS_SHOWN) {
        errors.add("alert " + place + " " + problems.getFirst());
      }
    }
    take(good);
    if (!errors.isEmpty()) {
      throw HttpFailure.invalid("some alerts were not taken: " + String.join("; ", errors), errors);
    }
    return Reply.text(200, "application/json", "");
  }

  private Duration timeout() {
    return received.resolveTimeout();
  }

  private void take(List<ReceivedAlert> good) {
    try {
      received.take(good);
    } catch (ReceivedAlerts.FullException e) {
      throw HttpFailure.tooMany(String.valueOf(e.getMessage()), 10);
    }
  }

  private Reply alerts(Request request) {
    return Reply.json(200, gettable(query(request)).stream().map(Found::gettable).toList());
  }

  /// An alert beside where it goes.
  private record Found(RoutingTree.Found route, Gettable gettable) {}

  private List<Found> gettable(AlertQuery query) {
    var firing =
        alerts.active().stream().filter(alert -> alert.state() == AlertState.FIRING).toList();
    Map<String, List<Mute>> mutes = alerts.mutes(firing);
    long far = clock.millis() + FAR.toMillis();
    var found = new ArrayList<Found>();
    for (var alert : firing) {
      var route = routing.tree().find(alert.labels());
      var receivers = receivers(route);
      if (query.wants(alert, mutes.get(alert.id())) && query.wantsAny(receivers)) {
        var own = Objects.requireNonNullElse(mutes.get(alert.id()), List.<Mute>of());
        found.add(new Found(route, Gettable.of(alert, own, receivers, far)));
      }
    }
    return found;
  }

  private static List<Receiver> receivers(RoutingTree.Found route) {
    var names = route.plan().legs().stream().map(leg -> new Receiver(leg.receiver())).toList();
    return names.isEmpty() ? List.of(new Receiver("default")) : names;
  }

  private Reply groups(Request request) {
    var groups = new LinkedHashMap<String, Group>();
    for (var found : gettable(query(request))) {
      for (var receiver : found.gettable().receivers()) {
        var key = receiver.name() + found.route().groupLabels();
        groups
            .computeIfAbsent(
                key, _ -> new Group(found.route().groupLabels(), receiver, new ArrayList<>()))
            .alerts()
            .add(found.gettable());
      }
    }
    return Reply.json(200, List.copyOf(groups.values()));
  }

  private static AlertQuery query(Request request) {
    try {
      return new AlertQuery(
          AlertQuery.matchers(request.queries("filter")),
          flag(request, "active"),
          flag(request, "silenced"),
          flag(request, "inhibited"),
          AlertQuery.receiver(request.query("receiver")));
    } catch (IllegalArgumentException | PatternSyntaxException e) {
      throw HttpFailure.invalid(String.valueOf(e.getMessage()));
    }
  }

  private static boolean flag(Request request, String name) {
    return !request.query(name).orElse("true").equals("false");
  }

  private Reply silences(Request request) {
    List<Matcher> filters;
    try {
      filters = AlertQuery.matchers(request.queries("filter"));
    } catch (IllegalArgumentException e) {
      throw HttpFailure.invalid(String.valueOf(e.getMessage()));
    }
    long now = clock.millis();
    var found =
        silences.endingAfter(now - SILENCES_SHOWN.toMillis()).stream()
            .filter(silence -> fits(silence, filters))
            .map(silence -> GettableSilence.of(silence, now))
            .toList();
    return Reply.json(200, found);
  }

  /// As in Alertmanager, a filter looks at the values that a silence's own matchers name.
  private static boolean fits(Silence silence, List<Matcher> filters) {
    Map<String, String> values = new LinkedHashMap<>();
    silence.matchers().forEach(matcher -> values.put(matcher.name(), matcher.value()));
    return MatcherText.all(filters, values);
  }

  private Reply putSilence(Request request) {
    var posted = request.json(PostedSilence.class);
    long now = clock.millis();
    try {
      var wanted =
          new Silences.Wanted(
              Objects.requireNonNullElse(posted.id(), ""),
              Objects.requireNonNullElse(posted.matchers(), List.<SilenceMatcher>of()).stream()
                  .map(SilenceMatcher::matcher)
                  .toList(),
              author(posted, request),
              Objects.requireNonNullElse(posted.comment(), ""),
              posted.startsAt() == null ? now : posted.startsAt().toEpochMilli(),
              posted.endsAt() == null ? 0 : posted.endsAt().toEpochMilli());
      return Reply.json(200, new SilenceId(silences.put(wanted).id()));
    } catch (SilenceRefusal refusal) {
      throw failure(refusal);
    } catch (IllegalArgumentException e) {
      throw HttpFailure.invalid(String.valueOf(e.getMessage()));
    }
  }

  /// Who is signed in stands beside who is said to be it, if that is somebody else.
  private static String author(PostedSilence posted, Request request) {
    var said = Objects.requireNonNullElse(posted.createdBy(), "").strip();
    var known = request.actor().name();
    return said.isEmpty() || said.equals(known) ? known : said + " (" + known + ")";
  }

  private Reply silence(Request request) {
    var silence =
        silences
            .find(request.parameter("id"))
            .orElseThrow(() -> HttpFailure.notFound("the silence"));
    return Reply.json(200, GettableSilence.of(silence, clock.millis()));
  }

  private Reply expire(Request request) {
    try {
      silences.expire(request.parameter("id"));
    } catch (SilenceRefusal refusal) {
      throw failure(refusal);
    }
    return Reply.text(200, "application/json", "");
  }

  static HttpFailure failure(SilenceRefusal refusal) {
    return refusal.isUnknown()
        ? HttpFailure.notFound("this silence or window")
        : HttpFailure.invalid(String.valueOf(refusal.getMessage()), refusal.errors());
  }
}
