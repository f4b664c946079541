package dev.tocsin.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All routes, found by method and path. Fixed segments win over parameters.
public final class RouteTable {
  private final List<Route> routes;
  private final Node root = new Node();

  /// The outcome of a look-up.
  sealed interface Match {
    record Found(Route route, Map<String, String> parameters) implements Match {}

    record OtherMethods(String allowed) implements Match {}

    record None() implements Match {}
  }

  private static final class Node {
    final Map<String, Node> fixed = new LinkedHashMap<>();
    final Map<String, Route> byMethod = new LinkedHashMap<>();
    @Nullable Node parameter;
    boolean takesRest;
  }

  public RouteTable(List<? extends RouteSource> sources) {
    var all = new ArrayList<Route>();
    for (var source : sources) {
      for (var route : source.routes()) {
        add(route);
        all.add(route);
      }
    }
    routes = List.copyOf(all);
  }

  public List<Route> routes() {
    return routes;
  }

  private void add(Route route) {
    var node = root;
    for (var segment : segments(route.path())) {
      if (segment.startsWith("{")) {
        var next = node.parameter == null ? new Node() : node.parameter;
        node.parameter = next;
        next.takesRest |= segment.endsWith("...}");
        node = next;
      } else {
        node = node.fixed.computeIfAbsent(segment, _ -> new Node());
      }
    }
    if (node.byMethod.put(route.method(), route) != null) {
      throw new IllegalStateException("BUG: two routes " + route.method() + " " + route.path());
    }
  }

  Match find(String method, String path) {
    var segments = segments(path);
    var node = descend(root, segments, 0);
    if (node == null) {
      return new Match.None();
    }
    var route = node.byMethod.get(method.equals("HEAD") ? "GET" : method);
    if (route == null) {
      return new Match.OtherMethods(String.join(", ", new TreeSet<>(node.byMethod.keySet())));
    }
    return new Match.Found(route, parameters(route, segments));
  }

  private static @Nullable Node descend(Node node, List<String> segments, int index) {
    if (index == segments.size()) {
      return node.byMethod.isEmpty() ? null : node;
    }
    var fixed = node.fixed.get(segments.get(index));
    if (fixed != null) {
      var found = descend(fixed, segments, index + 1);
      if (found != null) {
        return found;
      }
    }
    var parameter = node.parameter;
    if (parameter == null || segments.get(index).isEmpty()) {
      return null;
    }
    return parameter.takesRest ? parameter : descend(parameter, segments, index + 1);
  }

  private static Map<String, String> parameters(Route route, List<String> actual) {
    var parameters = new LinkedHashMap<String, String>();
    var template = segments(route.path());
    for (int i = 0; i < template.size(); i++) {
      var segment = template.get(i);
      if (segment.endsWith("...}")) {
        var rest = String.join("/", actual.subList(i, actual.size()));
        parameters.put(segment.substring(1, segment.length() - 4), rest);
      } else if (segment.startsWith("{")) {
        parameters.put(segment.substring(1, segment.length() - 1), actual.get(i));
      }
    }
    return parameters;
  }

  private static List<String> segments(String path) {
    return path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
  }
}
