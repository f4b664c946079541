package dev.tocsin.server.deliver.telegram;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Message;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Pace;
import dev.tocsin.server.deliver.PlainText;
import dev.tocsin.server.deliver.PostingChannel;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `type: telegram` with `bot_token`, `chat_id` and `url`.
public final class TelegramType implements ChannelType {
  private static final URI PUBLIC_URL = URI.create("https://api.telegram.org");
  private static final int TEXT_LIMIT = 3_500;

  private final OutboundHttp http;

  public TelegramType(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public String name() {
    return "telegram";
  }

  @Override
  public List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured) {
    return List.of();
  }

  @Override
  public Pace usualPace() {
    return Pace.limited(1);
  }

  @Override
  public Channel read(ChannelSettings settings) {
    var section = settings.section();
    var token = new Secret(section.required("bot_token", "write the token of the bot"));
    var chat = section.required("chat_id", "write the number of the chat, or @channel");
    var root = section.address("url").orElse(PUBLIC_URL);
    var target =
        settings.target(settings.below(root, "/bot" + token.reveal() + "/sendMessage"), token);
    return new PostingChannel(
        settings.name(),
        ChangeKind.ESSENTIAL,
        http,
        it -> new PostingChannel.Letter(target, OutboundHttp.Post.json(body(it.message(), chat))));
  }

  /// Plain text: without a mode Telegram reads no markup.
  private static Map<String, Object> body(Message message, String chat) {
    return Map.of(
        "chat_id",
        chat,
        "text",
        message.headline() + "\n" + PlainText.of(message, TEXT_LIMIT),
        "link_preview_options",
        Map.of("is_disabled", true));
  }
}
