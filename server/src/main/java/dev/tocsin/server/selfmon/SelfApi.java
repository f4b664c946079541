package dev.tocsin.server.selfmon;

import dev.tocsin.sdk.ops.OpsBlocks;
import dev.tocsin.sdk.ops.OpsResponse;
import dev.tocsin.sdk.ops.OpsSurface;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// `/health…` for everybody; `/metrics` for people and programs that may read, or by its own token.
public final class SelfApi implements RouteSource {
  private static final String SCHEME = "Bearer ";

  private final OpsSurface byToken;
  private final OpsSurface forReaders;
  private final OpsBlocks blocks;
  private final Predicate<String> token;

  /// @param byToken answers strangers, who need the scrape token
  /// @param forReaders answers those whose role was checked already
  /// @param token opens the operators' blocks to programs
  public SelfApi(
      OpsSurface byToken, OpsSurface forReaders, OpsBlocks blocks, Predicate<String> token) {
    this.byToken = byToken;
    this.forReaders = forReaders;
    this.blocks = blocks;
    this.token = token;
  }

  @Override
  public List<Route> routes() {
    var routes = new ArrayList<Route>();
    for (var path : OpsSurface.HEALTH_PATHS) {
      routes.add(Route.get(path, Role.ANYONE, this::answer));
    }
    routes.add(Route.get(OpsSurface.METRICS_PATH, Role.ANYONE, this::answer));
    routes.add(Route.get(OpsSurface.OPS_PATH, Role.ANYONE, this::blocks));
    return routes;
  }

  private Reply blocks(Request request) {
    var header = request.header("authorization").orElse("");
    boolean hasToken = header.startsWith(SCHEME) && token.test(header.substring(SCHEME.length()));
    if (!hasToken && !request.actor().role().includes(Role.VIEWER)) {
      throw HttpFailure.of(401, "this needs the token of server.metrics_token, or a sign-in");
    }
    return new Reply.Whole(
        200, "application/json", blocks.json().getBytes(StandardCharsets.UTF_8), Map.of());
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
