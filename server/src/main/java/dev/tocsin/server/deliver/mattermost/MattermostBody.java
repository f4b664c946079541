package dev.tocsin.server.deliver.mattermost;

import dev.tocsin.server.deliver.Message;
import dev.tocsin.server.deliver.PlainText;
import java.util.List;
import java.util.Map;

/// A message as an attachment. An invisible mark behind each `@` and `~` keeps what monitored
/// systems wrote from calling people.
final class MattermostBody {
  private static final int TEXT_LIMIT = 4_000;
  private static final String UNSEEN = "\u200b";

  private MattermostBody() {}

  static Map<String, Object> of(Message message) {
    var title = harmless(message.headline());
    return Map.of(
        "attachments",
        List.of(
            Map.of(
                "fallback", title,
                "color", color(message),
                "title", title,
                "title_link", message.links().incident(),
                "text", harmless(PlainText.of(message, TEXT_LIMIT)))));
  }

  private static String color(Message message) {
    return switch (message.event()) {
      case OPENED, ESCALATED, REMINDED -> "#d93025";
      case ACKNOWLEDGED, UPDATED, TEST -> "#f29900";
      case RESOLVED -> "#188038";
    };
  }

  private static String harmless(String text) {
    return text.replace("@", "@" + UNSEEN).replace("~", "~" + UNSEEN).replace("![", "[");
  }
}
