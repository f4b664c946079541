package dev.tocsin.server.pack;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.util.List;
import java.util.Map;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/// Runbooks as pages, at the addresses that alerts link to.
public final class RunbookPages implements RouteSource {
  private final Packs packs;
  private final Pages pages;
  private final Parser parser = Parser.builder().build();

  /// HTML within the Markdown is shown as text, and links lead to web addresses only.
  private final HtmlRenderer renderer =
      HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();

  public RunbookPages(Packs packs, Pages pages) {
    this.packs = packs;
    this.pages = pages;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/runbooks/{pack}/{name}", Role.VIEWER, this::runbook));
  }

  private Reply runbook(Request request) {
    var runbook =
        packs
            .runbook(request.parameter("pack"), request.parameter("name"))
            .orElseThrow(() -> HttpFailure.notFound("this runbook"));
    var html = renderer.render(parser.parse(runbook.text()));
    return pages.page(
        "pack/runbook.jte",
        Map.of("actor", request.actor(), "title", title(runbook), "html", html));
  }

  /// The first heading, or the name.
  private static String title(Runbook runbook) {
    return runbook
        .text()
        .lines()
        .filter(line -> line.startsWith("# "))
        .findFirst()
        .map(line -> line.substring(2).strip())
        .orElse(runbook.name());
  }
}
