package dev.tocsin.server.ascode;

import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `/api/v1/as-code`: everything that was clicked as YAML, and back.
public final class AsCodeApi implements RouteSource {
  private static final String PATH = "/api/v1/as-code";
  private static final int BODY_LIMIT_BYTES = 4 * 1024 * 1024;

  private final CodeText text;
  private final Applier applier;

  public AsCodeApi(CodeText text, Applier applier) {
    this.text = text;
    this.applier = applier;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.ADMIN, _ -> Reply.text(200, "application/yaml", text.write())),
        Route.post(PATH, Role.ADMIN, this::apply).accepting(BODY_LIMIT_BYTES));
  }

  private Reply apply(Request request) {
    var problems = new Problems();
    var body = new String(request.body(), StandardCharsets.UTF_8);
    var bundle = Bundle.read("body", body, problems);
    if (!problems.isEmpty()) {
      throw HttpFailure.invalid(
          "the file is not usable", problems.list().stream().map(Problem::toString).toList());
    }
    boolean isTrial = request.query("dry_run").orElse("").equals("true");
    return isTrial
        ? Reply.success("what would become of it", applier.check(bundle))
        : Reply.success("applied", applier.apply(bundle, request.actor().name()));
  }
}
