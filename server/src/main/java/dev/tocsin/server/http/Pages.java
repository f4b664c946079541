package dev.tocsin.server.http;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.util.Map;

/// Renders the compiled page templates.
public final class Pages {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), "dev.tocsin.server.pages");

  public Pages() {
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
    engine.render(template, values, out);
    return Reply.html(status, out.toByteArray());
  }
}
