package dev.tocsin.server.deliver;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.incident.Severity;
import dev.tocsin.server.route.MatcherText;
import dev.tocsin.server.route.Plan;
import dev.tocsin.server.route.Recurrence;
import dev.tocsin.server.route.RoutingOptions;
import dev.tocsin.server.route.RoutingTree;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The routing tree, and where a label set goes in it.
public final class RoutePages implements RouteSource {
  private static final String PATH = "/admin/routes";

  private final RoutingOptions routing;
  private final DeliveryOptions delivery;
  private final Pages pages;
  private final InstantSource clock;

  /// A node of the tree.
  ///
  /// @param isOnPath whether the labels pass it
  /// @param isTaken whether the labels stay here
  public record Node(
      dev.tocsin.server.route.Route route,
      boolean isOnPath,
      boolean isTaken,
      boolean isRoot,
      List<Node> routes) {
    public Node {
      routes = List.copyOf(routes);
    }

    public String matchers() {
      return isRoot ? "everything" : MatcherText.print(route.matchers());
    }

    public String groupedBy() {
      return route
          .handling()
          .groupBy()
          .map(
              names ->
                  names.isEmpty()
                      ? "all in one"
                      : String.join(", ", names.stream().sorted().toList()))
          .orElse("rule and service");
    }
  }

  /// A receiver that hears of the labels.
  ///
  /// @param isQuiet whether a time interval mutes it just now
  public record Hearer(Plan.Leg leg, List<String> channels, boolean isQuiet) {
    public Hearer {
      channels = List.copyOf(channels);
    }
  }

  /// Where labels go.
  public record Destination(
      Map<String, String> labels, RoutingTree.Found found, List<Hearer> hearers) {
    public Destination {
      labels = new TreeMap<>(labels);
      hearers = List.copyOf(hearers);
    }
  }

  /// What the page shows.
  ///
  /// @param text the labels as they were written
  /// @param problem what is wrong with them, or empty
  /// @param root of the tree, if there is one
  /// @param lines what `delivery.routes` says when there is no tree
  public record View(
      String text,
      String problem,
      Optional<Node> root,
      Optional<Destination> destination,
      List<Line> lines,
      RoutingOptions routing) {
    public View {
      lines = List.copyOf(lines);
    }
  }

  /// A line of `delivery.routes`.
  public record Line(String severities, String changes, String channels) {}

  public RoutePages(
      RoutingOptions routing, DeliveryOptions delivery, Pages pages, InstantSource clock) {
    this.routing = routing;
    this.delivery = delivery;
    this.pages = pages;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get(PATH, Role.VIEWER, this::tree));
  }

  private Reply tree(Request request) {
    var text = request.query("labels").orElse("").strip();
    var problem = "";
    Optional<Destination> destination = Optional.empty();
    try {
      destination = text.isEmpty() ? Optional.empty() : Optional.of(destination(labels(text)));
    } catch (IllegalArgumentException e) {
      problem = String.valueOf(e.getMessage());
    }
    var paths = destination.map(it -> it.found().paths()).orElse(List.of());
    var root = routing.tree().root().map(it -> node(it, true, paths));
    var view = new View(text, problem, root, destination, lines(), routing);
    return pages.page("deliver/routes.jte", Map.of("actor", request.actor(), "view", view));
  }

  private static Map<String, String> labels(String text) {
    var labels = new TreeMap<String, String>();
    for (var matcher : MatcherText.parse(text)) {
      if (matcher.type() != Matcher.Type.EQUAL) {
        throw new IllegalArgumentException(
            matcher + ": write labels as an alert has them, name=\"value\"");
      }
      labels.put(matcher.name(), matcher.value());
    }
    return labels;
  }

  private Destination destination(Map<String, String> labels) {
    var found = routing.tree().find(labels);
    var hearers =
        routing.tree().root().isPresent()
            ? found.plan().legs().stream().map(this::hearer).toList()
            : List.of(usual(labels));
    return new Destination(labels, found, hearers);
  }

  private Hearer hearer(Plan.Leg leg) {
    var now = clock.instant();
    boolean isMute = Recurrence.anyContains(routing.intervals(leg.mute()), now);
    boolean isActive =
        leg.active().isEmpty() || Recurrence.anyContains(routing.intervals(leg.active()), now);
    return new Hearer(leg, routing.channels(leg.receiver()), isMute || !isActive);
  }

  private Hearer usual(Map<String, String> labels) {
    var severity = Severity.ofLabel(labels.getOrDefault("severity", ""));
    var channels = delivery.routing().channels(ChangeKind.OPENED, severity);
    var leg =
        new Plan.Leg(
            delivery.routing().lines().isEmpty() ? "every usual channel" : "delivery.routes",
            List.of(),
            List.of());
    return new Hearer(leg, List.copyOf(channels), false);
  }

  private static Node node(
      dev.tocsin.server.route.Route route, boolean isRoot, List<String> paths) {
    boolean isTaken = paths.contains(route.path());
    boolean isOnPath =
        isTaken || paths.stream().anyMatch(path -> path.startsWith(route.path() + "."));
    var inner = route.routes().stream().map(it -> node(it, false, paths)).toList();
    return new Node(route, isOnPath, isTaken, isRoot, inner);
  }

  private List<Line> lines() {
    return delivery.routing().lines().stream()
        .map(
            line ->
                new Line(
                    line.severities().isEmpty() ? "all" : joined(line.severities()),
                    line.changes().isEmpty()
                        ? "the usual"
                        : joined(line.changes().stream().map(ChangeKind::text).toList()),
                    joined(line.channels().stream().map(Channel::name).toList())))
        .toList();
  }

  private static String joined(Collection<?> items) {
    return items.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }
}
