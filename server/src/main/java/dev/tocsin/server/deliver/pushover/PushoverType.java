package dev.tocsin.server.deliver.pushover;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `type: pushover` with `token`, `user_key` and `url`.
public final class PushoverType implements ChannelType {
  private static final URI PUBLIC_URL = URI.create("https://api.pushover.net/1/messages.json");
  private static final int TITLE_LIMIT = 250;
  private static final int TEXT_LIMIT = 1_000;

  private final OutboundHttp http;

  public PushoverType(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public String name() {
    return "pushover";
  }

  @Override
  public List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured) {
    return List.of();
  }

  @Override
  public Pace usualPace() {
    return Pace.limited(2);
  }

  @Override
  public Channel read(ChannelSettings settings) {
    var section = settings.section();
    var token = new Secret(section.required("token", "write the token of the application"));
    var user = new Secret(section.required("user_key", "write the key of the user or group"));
    var url = section.address("url").orElse(PUBLIC_URL);
    var target = settings.target(url, token, user);
    return new PostingChannel(
        settings.name(),
        ChangeKind.ESSENTIAL,
        http,
        it ->
            new PostingChannel.Letter(
                target, OutboundHttp.Post.form(form(it.message(), token, user))));
  }

  /// The worst pages ring until somebody takes them, for an hour at most.
  private static Map<String, String> form(Message message, Secret token, Secret user) {
    var form = new LinkedHashMap<String, String>();
    form.put("token", token.reveal());
    form.put("user", user.reveal());
    form.put("title", PlainText.clipped(message.headline(), TITLE_LIMIT));
    form.put("message", PlainText.of(message, TEXT_LIMIT));
    form.put("url", message.links().incident());
    form.put("url_title", "Incident");
    form.put("timestamp", Long.toString(message.atMillis() / 1_000));
    boolean rings =
        message.severity().equals("P1")
            && (message.event() == ChangeKind.OPENED || message.event() == ChangeKind.ESCALATED);
    form.put("priority", rings ? "2" : "0");
    if (rings) {
      form.put("retry", "60");
      form.put("expire", "3600");
    }
    return form;
  }
}
