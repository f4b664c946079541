package dev.tocsin.server.selfmon;

import dev.tocsin.sdk.ops.OpsResponse;
import dev.tocsin.sdk.ops.OpsSurface;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `/health…` for everybody; `/metrics` for people and programs that may read, or by its own token.
public final class SelfApi implements RouteSource {
  private final OpsSurface byToken;
  private final OpsSurface forReaders;

  /// @param byToken answers strangers, who need the scrape token
  /// @param forReaders answers those whose role was checked already
  public SelfApi(OpsSurface byToken, OpsSurface forReaders) {
    this.byToken = byToken;
    this.forReaders = forReaders;
  }

  @Override
  public List<Route> routes() {
    var routes = new ArrayList<Route>();
    for (var path : OpsSurface.HEALTH_PATHS) {
      routes.add(Route.get(path, Role.ANYONE, this::answer));
    }
    routes.add(Route.get(OpsSurface.METRICS_PATH, Role.ANYONE, this::answer));
    return routes;
  }

  private Reply answer(Request request) {
    var surface = request.actor().role().includes(Role.VIEWER) ? forReaders : byToken;
    return surface
        .answer(
            request.path(),
            request.header("accept").orElse(null),
            request.header("authorization").orElse(null))
        .map(SelfApi::reply)
        .orElseThrow(() -> new IllegalStateException("BUG: no answer for " + request.path()));
  }

  private static Reply reply(OpsResponse response) {
    return new Reply.Whole(
        response.status(),
        response.contentType(),
        response.body().getBytes(StandardCharsets.UTF_8),
        response.headers());
  }
}
