package dev.tocsin.server.route;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which services need which. When one that others need fails, all of that is one trouble.
public final class Dependencies {
  private final Map<String, List<String>> needs;
  private final Map<String, Set<String>> near = new HashMap<>();

  /// @param needs for each service, those that it cannot work without
  public Dependencies(Map<String, List<String>> needs) {
    this.needs = Map.copyOf(needs);
    var neededBy = new HashMap<String, List<String>>();
    needs.forEach(
        (service, all) ->
            all.forEach(
                it -> neededBy.computeIfAbsent(it, _ -> new java.util.ArrayList<>()).add(service)));
    var known = new LinkedHashSet<>(needs.keySet());
    known.addAll(neededBy.keySet());
    for (var service : known) {
      var all = new LinkedHashSet<>(reach(service, needs));
      all.addAll(reach(service, neededBy));
      near.put(service, Set.copyOf(all));
    }
  }

  public static Dependencies none() {
    return new Dependencies(Map.of());
  }

  private static Set<String> reach(String from, Map<String, List<String>> steps) {
    var reached = new LinkedHashSet<String>(Set.of(from));
    var waiting = new ArrayDeque<String>(reached);
    while (!waiting.isEmpty()) {
      for (var next : steps.getOrDefault(waiting.poll(), List.of())) {
        if (reached.add(next)) {
          waiting.add(next);
        }
      }
    }
    return reached;
  }

  /// The service itself, what it needs however indirectly, and what needs it.
  public Set<String> related(String service) {
    return near.getOrDefault(service, Set.of(service));
  }

  /// Whether a service cannot work without another.
  public boolean needs(String service, String other) {
    return !service.equals(other) && reach(service, needs).contains(other);
  }

  public Map<String, List<String>> all() {
    return new TreeMap<>(needs);
  }
}
