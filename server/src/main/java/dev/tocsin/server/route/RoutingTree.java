package dev.tocsin.server.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the routes of a label set, the way Alertmanager does: depth first, the deepest that
/// matches, and the ones after it only if it says `continue`.
///
/// An incident is the group of the first route; the receivers of the others hear of it as well.
public final class RoutingTree {
  private final @Nullable Route root;

  /// Where an alert goes.
  ///
  /// @param groupKey what the alerts of one incident share; absent when the usual key is meant
  /// @param paths the routes that were found
  public record Found(
      Optional<String> groupKey, Map<String, String> groupLabels, Plan plan, List<String> paths) {}

  private RoutingTree(@Nullable Route root) {
    this.root = root;
  }

  /// A tree without routes: who hears what stands elsewhere.
  public static RoutingTree none() {
    return new RoutingTree(null);
  }

  static RoutingTree of(Route root) {
    return new RoutingTree(root);
  }

  public Optional<Route> root() {
    return Optional.ofNullable(root);
  }

  public Found find(Map<String, String> labels) {
    if (root == null) {
      return new Found(Optional.empty(), Map.of(), Plan.usual(), List.of());
    }
    var routes = new ArrayList<Route>();
    collect(root, labels, routes);
    var first = routes.getFirst();
    var plan = first.handling().plan();
    for (var route : routes) {
      plan = plan.and(route.handling().plan());
    }
    var group = first.handling().groupLabels(labels);
    return new Found(
        first.handling().groupBy().map(_ -> first.path() + group),
        group,
        plan,
        routes.stream().map(Route::path).toList());
  }

  /// Whether anything below the node, or the node itself, takes the labels.
  private static boolean collect(Route node, Map<String, String> labels, List<Route> found) {
    if (!MatcherText.all(node.matchers(), labels)) {
      return false;
    }
    boolean taken = false;
    for (var route : node.routes()) {
      if (collect(route, labels, found)) {
        taken = true;
        if (!route.goesOn()) {
          break;
        }
      }
    }
    if (!taken) {
      found.add(node);
    }
    return true;
  }
}
