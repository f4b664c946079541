package dev.tocsin.server.deliver.opsgenie;

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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `type: opsgenie` with `api_key` and `url`.
public final class OpsgenieType implements ChannelType {
  private static final URI PUBLIC_URL = URI.create("https://api.opsgenie.com");
  private static final int TITLE_LIMIT = 130;
  private static final int TEXT_LIMIT = 10_000;

  private final OutboundHttp http;

  public OpsgenieType(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public String name() {
    return "opsgenie";
  }

  @Override
  public List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured) {
    return List.of();
  }

  @Override
  public Pace usualPace() {
    return Pace.limited(10);
  }

  @Override
  public Channel read(ChannelSettings settings) {
    var section = settings.section();
    var key = new Secret(section.required("api_key", "write the key of an API integration"));
    var root = section.address("url").orElse(PUBLIC_URL);
    var target = settings.target(root, key);
    return new PostingChannel(
        settings.name(),
        ChangeKind.STATE,
        http,
        it -> {
          var address = URI.create(root.toString().replaceAll("/+$", "") + path(it));
          var post = OutboundHttp.Post.json(body(it));
          return new PostingChannel.Letter(
              target.at(address), post.with("Authorization", "GenieKey " + key.reveal()));
        });
  }

  /// The incident's id is the alias, so all its changes meet in one alert of theirs.
  private static String path(Envelope envelope) {
    var one = URLEncoder.encode(PlainText.thread(envelope), StandardCharsets.UTF_8);
    return switch (envelope.message().event()) {
      case OPENED, UPDATED, ESCALATED, REMINDED, TEST -> "/v2/alerts";
      case ACKNOWLEDGED -> "/v2/alerts/" + one + "/acknowledge?identifierType=alias";
      case RESOLVED -> "/v2/alerts/" + one + "/close?identifierType=alias";
    };
  }

  private static Map<String, Object> body(Envelope envelope) {
    var message = envelope.message();
    return switch (message.event()) {
      case ACKNOWLEDGED, RESOLVED ->
          Map.of("source", "Tocsin", "note", PlainText.clipped(message.update(), TEXT_LIMIT));
      case OPENED, UPDATED, ESCALATED, REMINDED, TEST ->
          Map.of(
              "message", PlainText.clipped(message.headline(), TITLE_LIMIT),
              "alias", PlainText.thread(envelope),
              "description", PlainText.of(message, TEXT_LIMIT),
              "priority", message.severity().isEmpty() ? "P5" : message.severity(),
              "source", "Tocsin",
              "tags", message.services());
    };
  }
}
