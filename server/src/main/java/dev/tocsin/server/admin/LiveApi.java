package dev.tocsin.server.admin;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.LiveFeed;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The streams that tell open pages what has changed. Strangers have a feed of their own, so that a
/// crowd on the status page takes no place from the operators.
public final class LiveApi implements RouteSource {
  /// The topic of pages that show services, also the public one.
  public static final String STATUS = "status";

  /// All topics that an operator's page may listen to.
  public static final Set<String> TOPICS =
      Set.of("alerts", "incidents", "deliveries", STATUS, "numbers");

  private final LiveFeed operators;
  private final LiveFeed visitors;

  /// @param visitors gets the topic [#STATUS] only
  public LiveApi(LiveFeed operators, LiveFeed visitors) {
    this.operators = operators;
    this.visitors = visitors;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/admin/live", Role.VIEWER, this::operatorStream),
        Route.get("/status/live", Role.ANYONE, this::visitorStream));
  }

  private Reply operatorStream(Request request) {
    return operators.subscribe(topics(request, TOPICS));
  }

  private Reply visitorStream(Request request) {
    return visitors.subscribe(topics(request, Set.of(STATUS)));
  }

  private static Set<String> topics(Request request, Set<String> allowed) {
    var topics =
        new LinkedHashSet<>(Arrays.asList(request.query("topics").orElse("").split(",", -1)));
    if (!allowed.containsAll(topics)) {
      throw HttpFailure.invalid(
          "topics: use some of " + String.join(", ", allowed.stream().sorted().toList()));
    }
    return topics;
  }
}
