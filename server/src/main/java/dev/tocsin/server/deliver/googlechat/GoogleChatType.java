package dev.tocsin.server.deliver.googlechat;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Pace;
import dev.tocsin.server.deliver.PlainText;
import dev.tocsin.server.deliver.PostingChannel;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `type: google-chat` with `url`, the address of a webhook.
public final class GoogleChatType implements ChannelType {
  private static final int TEXT_LIMIT = 4_000;

  private final OutboundHttp http;

  public GoogleChatType(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public String name() {
    return "google-chat";
  }

  @Override
  public List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured) {
    return List.of();
  }

  @Override
  public Pace usualPace() {
    return Pace.limited(1);
  }

  /// The address of the webhook is itself the secret that lets one post. All messages of one
  /// incident meet in one thread.
  @Override
  public Channel read(ChannelSettings settings) {
    var url = settings.address("url", "").orElse(URI.create("https://unset.invalid/none"));
    var query = url.getRawQuery() == null ? "?" : "&";
    var threaded =
        URI.create(url + query + "messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD");
    var target =
        settings.target(threaded, new Secret(url.toString()), new Secret(url.getRawPath()));
    return new PostingChannel(
        settings.name(),
        ChangeKind.ESSENTIAL,
        http,
        it -> new PostingChannel.Letter(target, OutboundHttp.Post.json(body(it))));
  }

  private static Map<String, Object> body(Envelope envelope) {
    var message = envelope.message();
    var text = message.headline() + "\n" + PlainText.of(message, TEXT_LIMIT);
    return Map.of(
        "text", text.replace('<', '‹').replace('>', '›'),
        "thread", Map.of("threadKey", PlainText.thread(envelope)));
  }
}
