package dev.tocsin.server.deliver.discord;

import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Pace;
import dev.tocsin.server.deliver.PostingChannel;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `type: discord` with `url`, the address of a webhook.
public final class DiscordType implements ChannelType {
  private final OutboundHttp http;

  public DiscordType(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public String name() {
    return "discord";
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
    return PostingChannel.toSecretAddress(
        settings, http, it -> OutboundHttp.Post.wholeJson(DiscordBody.of(it)));
  }
}
