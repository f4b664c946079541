package dev.tocsin.server.deliver.webhook;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.JsonBody;
import dev.tocsin.server.deliver.MessageTemplate;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Receipt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Posts the whole message to an address of the user's choice.
final class WebhookChannel implements Channel {
  private static final String JSON = "application/json; charset=utf-8";

  private final String name;
  private final OutboundHttp.Target target;
  private final Keys keys;
  private final Optional<Words> words;
  private final OutboundHttp http;
  private final InstantSource clock;

  /// How the receiver knows us.
  record Keys(Optional<Secret> token, Optional<Signature> signature) {
    static final Keys NONE = new Keys(Optional.empty(), Optional.empty());
  }

  /// A body of the user's own instead of ours.
  record Words(MessageTemplate template, String contentType) {}

  WebhookChannel(
      String name,
      OutboundHttp.Target target,
      Keys keys,
      Optional<Words> words,
      OutboundHttp http,
      InstantSource clock) {
    this.name = name;
    this.target = target;
    this.keys = keys;
    this.words = words;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<ChangeKind> usualChanges() {
    return ChangeKind.ALL;
  }

  @Override
  public Channel to(List<String> receivers) {
    var address = receivers.getFirst();
    var other =
        new OutboundHttp.Target(
            URI.create(address),
            target.timeout(),
            target.allowPrivateAddresses(),
            List.of(new Secret(address)));
    return new WebhookChannel(name, other, Keys.NONE, words, http, clock);
  }

  @Override
  public Receipt send(Envelope envelope) {
    byte[] body;
    try {
      body = body(envelope);
    } catch (IllegalStateException e) {
      return new Receipt.Rejected("the template: " + e.getMessage());
    }
    var id = envelope.idempotencyKey();
    long timestamp = clock.instant().getEpochSecond();
    var headers = new LinkedHashMap<String, String>();
    headers.put("Idempotency-Key", id);
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(timestamp));
    keys.token().ifPresent(it -> headers.put("Authorization", "Bearer " + it.reveal()));
    keys.signature().ifPresent(it -> headers.put("webhook-signature", it.of(id, timestamp, body)));
    var contentType = words.map(Words::contentType).orElse(JSON);
    return http.post(target, new OutboundHttp.Post(headers, contentType, body, Optional.empty()));
  }

  private byte[] body(Envelope envelope) {
    return words
        .map(it -> it.template().render(envelope).getBytes(StandardCharsets.UTF_8))
        .orElseGet(() -> JsonBody.bytes(WebhookBody.of(envelope.message())));
  }
}
