package dev.tocsin.server.pack;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.util.List;

/// Runbooks as text at the addresses that alerts link to.
public final class RunbookApi implements RouteSource {
  private final Packs packs;

  public RunbookApi(Packs packs) {
    this.packs = packs;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/runbooks/{pack}/{name}", Role.VIEWER, this::runbook));
  }

  private Reply runbook(Request request) {
    return packs
        .runbook(request.parameter("pack"), request.parameter("name"))
        .map(runbook -> Reply.text(200, "text/plain; charset=utf-8", runbook.text()))
        .orElseThrow(() -> HttpFailure.notFound("the runbook"));
  }
}
