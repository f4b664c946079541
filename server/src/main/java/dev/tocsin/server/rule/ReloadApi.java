package dev.tocsin.server.rule;

import dev.tocsin.server.config.Problem;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// `POST /-/reload` reads the rule files again.
public final class ReloadApi implements RouteSource {
  private final LiveRules rules;

  public ReloadApi(LiveRules rules) {
    this.rules = rules;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/-/reload", Role.ADMIN, _ -> reload()));
  }

  private Reply reload() {
    var reload = rules.reload();
    if (!reload.problems().isEmpty()) {
      throw HttpFailure.invalid(
          "the rule files are not usable; the rules before stay in force",
          reload.problems().stream().map(Problem::toString).toList());
    }
    return Reply.success(
        "rules in force", Map.of("reloadedAt", Instant.ofEpochMilli(reload.atMillis())));
  }
}
