package dev.tocsin.server.http;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Renders the compiled page templates.
public final class Pages {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), "dev.tocsin.server.pages");
  private final InstantSource clock;
  private final Supplier<List<String>> banner;

  public Pages(InstantSource clock) {
    this(clock, List::of);
  }

  /// @param banner what stands on top of every page for operators, headline first; usually nothing
  public Pages(InstantSource clock, Supplier<List<String>> banner) {
    this.clock = clock;
    this.banner = banner;
    engine.setBinaryStaticContent(true);
  }

  /// A whole page or a fragment of one.
  ///
  /// @param template the template's path, such as `incident/list.jte`
  public Reply.Whole page(String template, Map<String, Object> values) {
    return page(200, template, values);
  }

  public Reply.Whole page(int status, String template, Map<String, Object> values) {
    var out = new Utf8ByteOutput();
    PageClock.render(
        clock, () -> PageBanner.render(banner, () -> engine.render(template, values, out)));
    return Reply.html(status, out.toByteArray());
  }

  /// Shows a problem to a person; somebody who has not signed in is sent to do so.
  public Reply.Whole problem(Request request, HttpFailure failure) {
    if (failure.status() == 401 && request.method().equals("GET")) {
      return Reply.redirect("/sign-in?next=" + request.encodedPath());
    }
    return page(
        failure.status(),
        "layout/problem.jte",
        Map.of(
            "status", failure.status(),
            "summary", failure.summary(),
            "errors", failure.errors()));
  }
}
