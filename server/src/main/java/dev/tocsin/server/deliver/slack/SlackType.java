package dev.tocsin.server.deliver.slack;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Pace;
import dev.tocsin.server.deliver.Threads;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `type: slack` with `url`, by default `SLACK_WEBHOOK_URL`; or with `bot_token` and
/// `conversation`, then `url` is that of the API.
public final class SlackType implements ChannelType {
  private static final String VARIABLE = "SLACK_WEBHOOK_URL";

  private static final URI PUBLIC_API = URI.create("https://slack.com/api");

  private final OutboundHttp http;
  private final Threads threads;

  public SlackType(OutboundHttp http, Threads threads) {
    this.http = http;
    this.threads = threads;
  }

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured) {
    boolean wanted = !environment.getOrDefault(VARIABLE, "").isBlank() && configured.isEmpty();
    return wanted ? List.of(name()) : List.of();
  }

  /// Slack refuses more than a message a second in one conversation.
  @Override
  public Pace usualPace() {
    return Pace.limited(1);
  }

  @Override
  public Channel read(ChannelSettings settings) {
    var token = settings.section().secret("bot_token");
    return token.isPresent() ? bot(settings, token.get()) : webhook(settings);
  }

  private Channel bot(ChannelSettings settings, Secret token) {
    var section = settings.section();
    var conversation =
        section.required("conversation", "write the id of the conversation, such as C0123456789");
    var root = settings.target(section.address("url").orElse(PUBLIC_API), token);
    var place = new SlackBotChannel.Place(root, token, conversation);
    return new SlackBotChannel(settings.name(), place, http, threads);
  }

  /// The address of an incoming webhook is itself the secret that lets one post.
  private Channel webhook(ChannelSettings settings) {
    var url = settings.address("url", VARIABLE).orElse(URI.create("https://unset.invalid/none"));
    var secrets = List.of(new Secret(url.toString()), new Secret(url.getRawPath()));
    var target =
        new OutboundHttp.Target(url, settings.timeout(), settings.allowPrivateAddresses(), secrets);
    return new SlackChannel(settings.name(), target, http);
  }
}
