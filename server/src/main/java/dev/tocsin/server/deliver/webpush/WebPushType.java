package dev.tocsin.server.deliver.webpush;

import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Fanout;
import dev.tocsin.server.deliver.OutboundHttp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `type: web-push` with `subject`, whom a push service can ask about us.
public final class WebPushType implements ChannelType {
  private final WebPushChannel.Shared shared;

  public WebPushType(
      OutboundHttp http, Subscriptions subscriptions, Fanout fanout, InstantSource clock) {
    this.shared = new WebPushChannel.Shared(http, subscriptions, fanout, clock);
  }

  @Override
  public String name() {
    return "web-push";
  }

  @Override
  public List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured) {
    return List.of();
  }

  @Override
  public Channel read(ChannelSettings settings) {
    var section = settings.section();
    var subject =
        section.required("subject", "write whom a push service can ask, mailto:ops@example.org");
    if (!subject.matches("(mailto:[^@\\s]+@[^@\\s]+|https://\\S+)")) {
      section.report("subject", "is neither mailto: nor https:", "write mailto:ops@example.org");
    }
    settings.timeout();
    shared.subscriptions().use();
    return new WebPushChannel(settings, subject, shared);
  }
}
