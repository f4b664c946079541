package dev.tocsin.server.deliver.webhook;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.MessageTemplate;
import dev.tocsin.server.deliver.OutboundHttp;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// `type: webhook` with `url`, `bearer_token`, `signing_secret`, `template` and `template_kind`.
/// Two names take their defaults from the environment: `incident-webhook` and
/// `incident-webhook-secondary`.
public final class WebhookType implements ChannelType {
  private static final String PRIMARY = "incident-webhook";
  private static final String SECONDARY = "incident-webhook-secondary";
  private static final Map<String, String> PREFIXES =
      Map.of(PRIMARY, "INCIDENT_ALERT_WEBHOOK_", SECONDARY, "INCIDENT_ALERT_SECONDARY_WEBHOOK_");

  private final OutboundHttp http;
  private final InstantSource clock;

  public WebhookType(OutboundHttp http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured) {
    return Stream.of(PRIMARY, SECONDARY)
        .filter(name -> !configured.contains(name))
        .filter(name -> !environment.getOrDefault(PREFIXES.get(name) + "URL", "").isBlank())
        .toList();
  }

  @Override
  public Channel read(ChannelSettings settings) {
    var url =
        settings
            .address("url", variable(settings, "URL"))
            .orElse(URI.create("https://unset.invalid"));
    var token =
        settings.secret("bearer_token", variable(settings, "BEARER_TOKEN")).map(Secret::reveal);
    var signing = settings.secret("signing_secret", variable(settings, "SIGNING_SECRET"));
    var secrets = Stream.concat(token.stream().map(Secret::new), signing.stream()).toList();
    var target =
        new OutboundHttp.Target(url, settings.timeout(), settings.allowPrivateAddresses(), secrets);
    var keys = new WebhookChannel.Keys(token.map(Secret::new), signing.map(Signature::new));
    return new WebhookChannel(settings.name(), target, keys, words(settings), http, clock);
  }

  private static Optional<WebhookChannel.Words> words(ChannelSettings settings) {
    var section = settings.section();
    var kind =
        section.choice("template_kind", MessageTemplate.Kind.class, MessageTemplate.Kind.JSON);
    var text = section.text("template").orElse("");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      var contentType =
          switch (kind) {
            case JSON -> "application/json; charset=utf-8";
            case HTML -> "text/html; charset=utf-8";
            case TEXT -> "text/plain; charset=utf-8";
          };
      return Optional.of(new WebhookChannel.Words(MessageTemplate.of(text, kind), contentType));
    } catch (IllegalArgumentException e) {
      section.report("template", String.valueOf(e.getMessage()), "see the operating manual");
      return Optional.empty();
    }
  }

  /// The variable of a setting; empty for channels that take nothing from the environment.
  private static String variable(ChannelSettings settings, String name) {
    var prefix = PREFIXES.get(settings.name());
    return prefix == null ? "" : prefix + name;
  }
}
