package dev.tocsin.server.route;

import dev.tocsin.series.Matcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A node of the tree. Inherited values are filled in, so a node needs no look at its parents.
///
/// @param path its place in the tree: `0` is the root, `0.2` the root's third route
/// @param goesOn whether the routes after it are asked too when it matches
public record Route(
    String path, List<Matcher> matchers, boolean goesOn, Handling handling, List<Route> routes) {
  /// What happens to the alerts of a node.
  ///
  /// @param groupBy labels that an incident's alerts have in common; absent for rule and service
  public record Handling(
      Plan.Leg leg,
      Optional<Set<String>> groupBy,
      Duration groupWait,
      Duration groupInterval,
      Duration repeatInterval) {
    static final String EVERY_LABEL = "...";

    Plan plan() {
      return new Plan(List.of(leg), groupWait, groupInterval, repeatInterval);
    }

    /// The labels that the alerts of a group have in common.
    Map<String, String> groupLabels(Map<String, String> labels) {
      var names = groupBy.orElse(Set.of());
      var group = new TreeMap<>(labels);
      if (!names.contains(EVERY_LABEL)) {
        group.keySet().retainAll(names);
      }
      return group;
    }
  }

  public Route {
    matchers = List.copyOf(matchers);
    routes = List.copyOf(routes);
  }
}
