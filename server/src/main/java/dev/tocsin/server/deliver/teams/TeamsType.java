package dev.tocsin.server.deliver.teams;

import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Pace;
import dev.tocsin.server.deliver.PostingChannel;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `type: teams` with `url`, the address of a workflow.
public final class TeamsType implements ChannelType {
  private final OutboundHttp http;

  public TeamsType(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public String name() {
    return "teams";
  }

  @Override
  public List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured) {
    return List.of();
  }

  @Override
  public Pace usualPace() {
    return Pace.limited(4);
  }

  @Override
  public Channel read(ChannelSettings settings) {
    return PostingChannel.toSecretAddress(
        settings, http, it -> OutboundHttp.Post.json(TeamsCard.of(it)));
  }
}
