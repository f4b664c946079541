package dev.tocsin.server.route;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.RouteSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The routes in force, where a label set goes, and the import of Alertmanager's file.
public final class RoutingApi implements RouteSource {
  private static final String PATH = "/api/v1/routing";
  private static final int FILE_LIMIT_BYTES = 1024 * 1024;

  private final RoutingOptions routing;

  record Wanted(@Nullable Map<String, String> labels) {}

  record Tree(Optional<Node> route, Map<String, List<String>> receivers) {}

  record Node(String path, String matchers, Telling telling, boolean goesOn, List<Node> routes) {
    static Node of(Route route) {
      return new Node(
          route.path(),
          MatcherText.print(route.matchers()),
          Telling.of(route.handling().plan()),
          route.goesOn(),
          route.routes().stream().map(Node::of).toList());
    }
  }

  record Telling(
      List<Plan.Leg> receivers,
      long groupWaitSeconds,
      long groupIntervalSeconds,
      long repeatIntervalSeconds) {
    static Telling of(Plan plan) {
      return new Telling(
          plan.legs(),
          plan.groupWait().toSeconds(),
          plan.groupInterval().toSeconds(),
          plan.repeatInterval().toSeconds());
    }
  }

  record Destination(List<String> routes, Map<String, String> group, Telling telling) {}

  public RoutingApi(RoutingOptions routing) {
    this.routing = routing;
  }

  @Override
  public List<dev.tocsin.server.http.Route> routes() {
    return List.of(
        dev.tocsin.server.http.Route.get(PATH, Role.VIEWER, _ -> tree()),
        dev.tocsin.server.http.Route.post(PATH + "/test", Role.OPERATOR, this::test),
        dev.tocsin.server.http.Route.post(PATH + "/import", Role.ADMIN, this::read)
            .accepting(FILE_LIMIT_BYTES));
  }

  private Reply tree() {
    var tree = new Tree(routing.tree().root().map(Node::of), routing.receivers());
    return Reply.success("routes", tree);
  }

  private Reply test(Request request) {
    var labels = request.json(Wanted.class).labels();
    if (labels == null) {
      throw HttpFailure.invalid("labels is missing; write {\"labels\": {\"service\": \"shop\"}}");
    }
    var found = routing.tree().find(labels);
    return Reply.success(
        "where it goes",
        new Destination(found.paths(), found.groupLabels(), Telling.of(found.plan())));
  }

  private Reply read(Request request) {
    try {
      var text = new String(request.body(), StandardCharsets.UTF_8);
      return Reply.success("what it means here", AlertmanagerImport.read(text));
    } catch (IllegalArgumentException e) {
      throw HttpFailure.invalid(String.valueOf(e.getMessage()));
    }
  }
}
