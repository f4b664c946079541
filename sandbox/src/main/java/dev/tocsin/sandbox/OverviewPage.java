package dev.tocsin.sandbox;

import dev.tocsin.sandbox.Fault.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/// The page that shows every service with its behaviour and its last messages. It has no script and
/// changes nothing.
final class OverviewPage {
  private static final int MESSAGES = 8;
  private static final int PREVIEW_CHARACTERS = 400;
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="refresh" content="3">
      <title>Sandbox</title>
      <link rel="stylesheet" href="/style.css">
      </head>
      <body>
      <header><h1>Sandbox</h1>
      <p>Stand-ins for outside services. Nothing leaves this machine. Times are UTC.</p></header>
      <main>
      """;

  private final Switchboard switchboard;
  private final Inbox inbox;
  private final String style;

  OverviewPage(Switchboard switchboard, Inbox inbox) {
    this.switchboard = switchboard;
    this.inbox = inbox;
    this.style = resource("style.css");
  }

  private static String resource(String name) {
    try (InputStream stream = OverviewPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("BUG: no resource " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new IllegalStateException("cannot read the resource " + name, unreadable);
    }
  }

  Response style() {
    return new Response(200, Map.of("Content-Type", "text/css; charset=utf-8"), style);
  }

  Response page() {
    var html = new StringBuilder(HEAD);
    for (Service service : Service.values()) {
      addService(html, service);
    }
    html.append("</main>\n</body>\n</html>\n");
    return new Response(
        200,
        Map.of(
            "Content-Type",
            "text/html; charset=utf-8",
            "Content-Security-Policy",
            POLICY,
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-store"),
        html.toString());
  }

  private void addService(StringBuilder html, Service service) {
    Fault fault = switchboard.fault(service);
    Mailbox box = inbox.box(service);
    boolean well = fault.mode() == Mode.OK && fault.latencyMillis() == 0;
    html.append("<section><h2>").append(service.key()).append(" <span class=\"");
    html.append(well ? "well" : "broken").append("\">").append(behaviour(fault));
    html.append("</span></h2>\n<p>").append(escaped(service.description())).append("</p>\n<p>");
    html.append(box.received()).append(" received, ").append(box.duplicates());
    html.append(" repeated</p>\n");
    var messages = box.newest(MESSAGES).reversed();
    if (messages.isEmpty()) {
      html.append("<p class=\"quiet\">Nothing has come yet.</p>\n");
    }
    for (Message message : messages) {
      addMessage(html, message);
    }
    html.append("</section>\n");
  }

  private static void addMessage(StringBuilder html, Message message) {
    html.append("<article><h3><time>").append(TIME.format(message.receivedAt()));
    html.append("</time> ").append(escaped(message.title()));
    if (message.duplicateOf() != null) {
      html.append(" <span class=\"broken\">repeats ").append(message.duplicateOf());
      html.append("</span>");
    }
    html.append("</h3>\n<pre>")
        .append(escaped(preview(message.text())))
        .append("</pre></article>\n");
  }

  private static String behaviour(Fault fault) {
    String mode = fault.mode().key();
    if (fault.mode() == Mode.ERROR) {
      mode += " " + fault.status();
    }
    if (fault.latencyMillis() > 0) {
      mode += ", " + fault.latencyMillis() + " ms late";
    }
    if (fault.share() < 1) {
      mode += ", share " + fault.share();
    }
    return mode;
  }

  private static String preview(String text) {
    return text.length() <= PREVIEW_CHARACTERS ? text : text.substring(0, PREVIEW_CHARACTERS) + "…";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
