package dev.tocsin.server.deliver.slack;

import dev.tocsin.server.deliver.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A message in Block Kit. What people or monitored systems wrote is escaped, so it can neither
/// mention anybody nor make links.
final class SlackBlocks {
  private static final int HEADER_LENGTH_LIMIT = 150;
  private static final int TEXT_LENGTH_LIMIT = 2_800;

  private SlackBlocks() {}

  static Map<String, Object> of(Message message) {
    var blocks = new ArrayList<Map<String, Object>>();
    var header = clipped(message.headline(), HEADER_LENGTH_LIMIT);
    blocks.add(Map.of("type", "header", "text", Map.of("type", "plain_text", "text", header)));
    blocks.add(Map.of("type", "section", "fields", fields(message)));
    if (!message.cause().isEmpty()) {
      blocks.add(section("*Cause:* " + escaped(message.cause())));
    }
    if (!message.readings().isEmpty()) {
      blocks.add(section(readings(message)));
    }
    blocks.add(section(escaped(message.update())));
    blocks.add(section(links(message)));
    return Map.of("text", escaped(message.headline()), "blocks", blocks);
  }

  private static List<Map<String, Object>> fields(Message message) {
    var services = message.services().isEmpty() ? "–" : String.join(", ", message.services());
    return List.of(
        markdown("*Severity:* " + orDash(message.severity())),
        markdown("*Status:* " + orDash(message.status())),
        markdown("*Services:* " + escaped(services)),
        markdown("*Since:* " + Instant.ofEpochMilli(message.sinceMillis())));
  }

  private static String readings(Message message) {
    return message.readings().stream()
        .map(reading -> "• " + escaped(reading.text()))
        .collect(Collectors.joining("\n"));
  }

  private static String links(Message message) {
    var links = new ArrayList<String>();
    links.add(link(message.links().incident(), "Open the incident"));
    if (!message.links().runbook().isEmpty()) {
      links.add(link(message.links().runbook(), "Runbook"));
    }
    if (!message.links().dashboard().isEmpty()) {
      links.add(link(message.links().dashboard(), "Dashboard"));
    }
    return String.join(" · ", links);
  }

  private static String link(String url, String text) {
    return "<" + escaped(url).replace("|", "%7C") + "|" + text + ">";
  }

  private static Map<String, Object> section(String text) {
    return Map.of("type", "section", "text", markdown(clipped(text, TEXT_LENGTH_LIMIT)));
  }

  private static Map<String, Object> markdown(String text) {
    return Map.of("type", "mrkdwn", "text", text);
  }

  private static String escaped(String text) {
    var safe = text.isEmpty() ? "–" : text;
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "–" : text;
  }

  private static String clipped(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit - 1) + "…";
  }
}
