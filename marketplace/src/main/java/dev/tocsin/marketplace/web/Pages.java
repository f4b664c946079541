package dev.tocsin.marketplace.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/// Renders the compiled templates of `src/main/jte`.
@Component
public class Pages {
  private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, null, "dev.tocsin.marketplace.template");

  public ResponseEntity<String> show(String template, Frame frame, Object view) {
    return show(HttpStatusCode.valueOf(200), template, frame, view);
  }

  public ResponseEntity<String> show(
      HttpStatusCode status, String template, Frame frame, Object view) {
    var output = new StringOutput();
    engine.render(template + ".jte", Map.of("frame", frame, "view", view), output);
    return ResponseEntity.status(status)
        .contentType(HTML)
        .header("Cache-Control", "no-store")
        .body(output.toString());
  }

  /// After a form: the browser asks for the page that shows what became of it.
  public static ResponseEntity<String> seeOther(String path) {
    return ResponseEntity.status(303).location(URI.create(path)).build();
  }
}
