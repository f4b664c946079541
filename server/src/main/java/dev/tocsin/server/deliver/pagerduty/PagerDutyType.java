package dev.tocsin.server.deliver.pagerduty;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.OutboundHttp;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `type: pagerduty` with `integration_key`, by default `PAGERDUTY_INTEGRATION_KEY`, and `url`.
public final class PagerDutyType implements ChannelType {
  private static final String VARIABLE = "PAGERDUTY_INTEGRATION_KEY";
  private static final URI PUBLIC_URL = URI.create("https://events.pagerduty.com/v2/enqueue");

  private final OutboundHttp http;

  public PagerDutyType(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public String name() {
    return "pagerduty";
  }

  @Override
  public List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured) {
    boolean wanted = !environment.getOrDefault(VARIABLE, "").isBlank() && configured.isEmpty();
    return wanted ? List.of(name()) : List.of();
  }

  @Override
  public Channel read(ChannelSettings settings) {
    var key = settings.secret("integration_key", VARIABLE).orElse(new Secret(""));
    if (key.reveal().isEmpty()) {
      settings.section().report("integration_key", "is missing", "write it, or set " + VARIABLE);
    }
    var url = settings.section().address("url").orElse(PUBLIC_URL);
    var target =
        new OutboundHttp.Target(
            url, settings.timeout(), settings.allowPrivateAddresses(), List.of(key));
    return new PagerDutyChannel(settings.name(), target, key, http);
  }
}
