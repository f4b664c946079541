package dev.tocsin.server.deliver.ntfy;

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

/// `type: ntfy` with `topic`, `url` and `token`.
public final class NtfyType implements ChannelType {
  private static final URI PUBLIC_URL = URI.create("https://ntfy.sh");
  private static final int TITLE_LIMIT = 250;
  private static final int TEXT_LIMIT = 3_500;

  private final OutboundHttp http;

  public NtfyType(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public String name() {
    return "ntfy";
  }

  @Override
  public List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured) {
    return List.of();
  }

  @Override
  public Pace usualPace() {
    return Pace.limited(5);
  }

  /// Whoever knows the topic can read along, so it is a secret.
  @Override
  public Channel read(ChannelSettings settings) {
    var section = settings.section();
    var topic = new Secret(section.required("topic", "write the name of the topic"));
    var token = section.secret("token");
    var url = section.address("url").orElse(PUBLIC_URL);
    var target = settings.target(url, topic, token.orElse(topic));
    return new PostingChannel(
        settings.name(),
        ChangeKind.ESSENTIAL,
        http,
        it -> {
          var post = OutboundHttp.Post.json(body(it.message(), topic));
          var signed = token.map(key -> post.with("Authorization", "Bearer " + key.reveal()));
          return new PostingChannel.Letter(target, signed.orElse(post));
        });
  }

  private static Map<String, Object> body(Message message, Secret topic) {
    return Map.of(
        "topic", topic.reveal(),
        "title", PlainText.clipped(message.headline(), TITLE_LIMIT),
        "message", PlainText.of(message, TEXT_LIMIT),
        "priority", priority(message),
        "tags", List.of(tag(message)),
        "click", message.links().incident());
  }

  private static int priority(Message message) {
    return switch (message.severity()) {
      case "P1" -> 5;
      case "P2" -> 4;
      case "P3" -> 3;
      default -> 2;
    };
  }

  private static String tag(Message message) {
    return switch (message.event()) {
      case OPENED, ESCALATED, REMINDED -> "rotating_light";
      case ACKNOWLEDGED, UPDATED, TEST -> "information_source";
      case RESOLVED -> "white_check_mark";
    };
  }
}
