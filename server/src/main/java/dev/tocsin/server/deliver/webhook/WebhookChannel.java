package dev.tocsin.server.deliver.webhook;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.JsonBody;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Receipt;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;

/// Posts the whole message to an address of the user's choice.
final class WebhookChannel implements Channel {
  private final String name;
  private final OutboundHttp.Target target;
  private final Optional<Secret> token;
  private final Optional<Signature> signature;
  private final OutboundHttp http;
  private final InstantSource clock;

  WebhookChannel(
      String name,
      OutboundHttp.Target target,
      Optional<Secret> token,
      Optional<Signature> signature,
      OutboundHttp http,
      InstantSource clock) {
    this.name = name;
    this.target = target;
    this.token = token;
    this.signature = signature;
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
  public Receipt send(Envelope envelope) {
    var body = JsonBody.bytes(WebhookBody.of(envelope.message()));
    var id = envelope.idempotencyKey();
    long timestamp = clock.instant().getEpochSecond();
    var headers = new LinkedHashMap<String, String>();
    headers.put("Idempotency-Key", id);
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(timestamp));
    token.ifPresent(it -> headers.put("Authorization", "Bearer " + it.reveal()));
    signature.ifPresent(it -> headers.put("webhook-signature", it.of(id, timestamp, body)));
    return http.post(target, headers, body);
  }
}
