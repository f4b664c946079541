package dev.tocsin.server.deliver.mattermost;

import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Pace;
import dev.tocsin.server.deliver.PostingChannel;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `type: mattermost` with `url`, the address of an incoming webhook.
public final class MattermostType implements ChannelType {
  private final OutboundHttp http;

  public MattermostType(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public String name() {
    return "mattermost";
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
    return PostingChannel.toSecretAddress(
        settings, http, it -> OutboundHttp.Post.json(MattermostBody.of(it)));
  }
}
