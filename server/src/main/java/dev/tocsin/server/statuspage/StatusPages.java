package dev.tocsin.server.statuspage;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// The public status page. It is the same for everybody, and made at most once a second, because an
/// outage brings a crowd.
public final class StatusPages implements RouteSource {
  private static final String PATH = "/status";
  private static final Duration LIFETIME = Duration.ofSeconds(1);

  private final StatusBoard board;
  private final Pages pages;
  private final String address;
  private final Kept<Reply.Whole> page;

  /// @param publicUrl how people reach the server
  public StatusPages(StatusBoard board, Pages pages, URI publicUrl, InstantSource clock) {
    this.board = board;
    this.pages = pages;
    this.address = publicUrl.toString().replaceFirst("/+$", "") + PATH;
    this.page = new Kept<>(this::made, LIFETIME, clock);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.ANYONE, _ -> page.get()),
        Route.get("/{locale}" + PATH, Role.ANYONE, this::localised));
  }

  /// The page is written in English only; the path of a language leads to the same page.
  private Reply localised(Request request) {
    if (!request.parameter("locale").matches("[a-z]{2}(-[A-Z]{2})?")) {
      throw HttpFailure.notFound(request.path());
    }
    return page.get();
  }

  private Reply.Whole made() {
    return pages.page(
        "statuspage/status.jte",
        Map.of(
            "now", board.now(),
            "history", board.resolved(StatusBoard.INCIDENT_LIMIT),
            "address", address));
  }
}
