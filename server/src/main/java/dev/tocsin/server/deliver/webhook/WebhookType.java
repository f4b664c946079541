package dev.tocsin.server.deliver.webhook;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.config.Settings;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Fanout;
import dev.tocsin.server.deliver.MessageTemplate;
import dev.tocsin.server.deliver.OutboundHttp;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// `type: webhook` with `url` or `urls`, `format`, `bearer_token`, `signing_secret`, `template` and
/// `template_kind`. Two names take their defaults from the environment: `incident-webhook` and
/// `incident-webhook-secondary`.
public final class WebhookType implements ChannelType {
  private static final int URL_LIMIT = 50;
  private static final String PRIMARY = "incident-webhook";
  private static final String SECONDARY = "incident-webhook-secondary";
  private static final Map<String, String> PREFIXES =
      Map.of(PRIMARY, "INCIDENT_ALERT_WEBHOOK_", SECONDARY, "INCIDENT_ALERT_SECONDARY_WEBHOOK_");

  private final WebhookChannel.Way way;

  public WebhookType(OutboundHttp http, Fanout fanout, InstantSource clock) {
    this.way = new WebhookChannel.Way(http, fanout, clock);
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
    var urls = urls(settings);
    var token =
        settings.secret("bearer_token", variable(settings, "BEARER_TOKEN")).map(Secret::reveal);
    var signing = settings.secret("signing_secret", variable(settings, "SIGNING_SECRET"));
    var secrets = Stream.concat(token.stream().map(Secret::new), signing.stream()).toList();
    var targets =
        urls.stream()
            .map(
                url ->
                    new OutboundHttp.Target(
                        url, settings.timeout(), settings.allowPrivateAddresses(), secrets))
            .toList();
    var keys = new WebhookChannel.Keys(token.map(Secret::new), signing.map(Signature::new));
    return new WebhookChannel(settings.name(), targets, keys, words(settings), way);
  }

  /// `url`, or `urls` for several recipients.
  private static List<URI> urls(ChannelSettings settings) {
    var section = settings.section();
    var several = section.texts("urls");
    if (several.isEmpty() || section.has("url")) {
      if (!several.isEmpty()) {
        section.report("urls", "stands beside url", "write one of them");
      }
      return List.of(
          settings
              .address("url", variable(settings, "URL"))
              .orElse(URI.create("https://unset.invalid")));
    }
    section.text("url");
    if (several.size() > URL_LIMIT) {
      section.report("urls", "has too many items", "write at most " + URL_LIMIT);
    }
    return several.stream().distinct().map(it -> url(section, it)).toList();
  }

  private static URI url(Settings section, String text) {
    try {
      var url = URI.create(text);
      if (url.getHost() != null && String.valueOf(url.getScheme()).matches("https?")) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // reported below, like an address of another kind
    }
    section.report("urls", "has an item that is no web address", "write https://host/path");
    return URI.create("https://unset.invalid");
  }

  /// What a body is made of.
  private enum Format {
    INCIDENT,
    ALERT
  }

  private static WebhookChannel.Words words(ChannelSettings settings) {
    var section = settings.section();
    var kind =
        section.choice("template_kind", MessageTemplate.Kind.class, MessageTemplate.Kind.JSON);
    var text = section.text("template").orElse("");
    var format = section.choice("format", Format.class, Format.INCIDENT);
    if (text.isEmpty()) {
      return switch (format) {
        case INCIDENT -> new WebhookChannel.Words.Whole();
        case ALERT -> new WebhookChannel.Words.OneAlert();
      };
    }
    try {
      var contentType =
          switch (kind) {
            case JSON -> "application/json; charset=utf-8";
            case HTML -> "text/html; charset=utf-8";
            case TEXT -> "text/plain; charset=utf-8";
          };
      return new WebhookChannel.Words.Own(MessageTemplate.of(text, kind), contentType);
    } catch (IllegalArgumentException e) {
      section.report("template", String.valueOf(e.getMessage()), "see the operating manual");
      return new WebhookChannel.Words.Whole();
    }
  }

  /// The variable of a setting; empty for channels that take nothing from the environment.
  private static String variable(ChannelSettings settings, String name) {
    var prefix = PREFIXES.get(settings.name());
    return prefix == null ? "" : prefix + name;
  }
}
