package dev.tocsin.server.deliver.teams;

import dev.tocsin.server.deliver.Message;
import dev.tocsin.server.deliver.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A message as an adaptive card. Texts stand in runs, which know no markup.
final class TeamsCard {
  private static final int TITLE_LIMIT = 250;
  private static final int TEXT_LIMIT = 4_000;

  private TeamsCard() {}

  static Map<String, Object> of(Message message) {
    var body = new ArrayList<Map<String, Object>>();
    body.add(text(PlainText.clipped(message.headline(), TITLE_LIMIT), true));
    for (var line : PlainText.of(message, TEXT_LIMIT).split("\n", -1)) {
      body.add(text(line, false));
    }
    var card =
        Map.<String, Object>of(
            "$schema", "http://adaptivecards.io/schemas/adaptive-card.json",
            "type", "AdaptiveCard",
            "version", "1.4",
            "body", body,
            "actions",
                PlainText.links(message).stream()
                    .map(
                        it ->
                            Map.of(
                                "type", "Action.OpenUrl", "title", it.name(), "url", it.address()))
                    .toList());
    var attachment =
        Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card);
    return Map.of("type", "message", "attachments", List.of(attachment));
  }

  private static Map<String, Object> text(String text, boolean isTitle) {
    var run =
        Map.<String, Object>of(
            "type", "TextRun", "text", text, "weight", isTitle ? "Bolder" : "Default");
    return Map.of("type", "RichTextBlock", "inlines", List.of(run));
  }
}
