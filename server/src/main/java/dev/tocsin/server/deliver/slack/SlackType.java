package dev.tocsin.server.deliver.slack;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.OutboundHttp;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `type: slack` with `url`, by default `SLACK_WEBHOOK_URL`.
public final class SlackType implements ChannelType {
  private static final String VARIABLE = "SLACK_WEBHOOK_URL";

  private final OutboundHttp http;

  public SlackType(OutboundHttp http) {
    this.http = http;
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

  /// The address of an incoming webhook is itself the secret that lets one post.
  @Override
  public Channel read(ChannelSettings settings) {
    var url = settings.address("url", VARIABLE).orElse(URI.create("https://unset.invalid/none"));
    var secrets = List.of(new Secret(url.toString()), new Secret(url.getRawPath()));
    var target =
        new OutboundHttp.Target(url, settings.timeout(), settings.allowPrivateAddresses(), secrets);
    return new SlackChannel(settings.name(), target, http);
  }
}
