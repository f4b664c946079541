package dev.tocsin.server.deliver.discord;

import dev.tocsin.server.deliver.Message;
import dev.tocsin.server.deliver.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A message as an embed. Nobody is mentioned, whatever monitored systems wrote.
final class DiscordBody {
  private static final int TITLE_LIMIT = 256;
  private static final int TEXT_LIMIT = 4_000;
  private static final int RED = 0xd93025;
  private static final int AMBER = 0xf29900;
  private static final int GREEN = 0x188038;

  private DiscordBody() {}

  static Map<String, Object> of(Message message) {
    var embed =
        Map.<String, Object>of(
            "title", PlainText.clipped(message.headline(), TITLE_LIMIT),
            "description", PlainText.of(message, TEXT_LIMIT),
            "url", message.links().incident(),
            "color", color(message),
            "timestamp", Instant.ofEpochMilli(message.atMillis()).toString());
    return Map.of("embeds", List.of(embed), "allowed_mentions", Map.of("parse", List.of()));
  }

  private static int color(Message message) {
    return switch (message.event()) {
      case OPENED, ESCALATED, REMINDED -> RED;
      case ACKNOWLEDGED, UPDATED, TEST -> AMBER;
      case RESOLVED -> GREEN;
    };
  }
}
