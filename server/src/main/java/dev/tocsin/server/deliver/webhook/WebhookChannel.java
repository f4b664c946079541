package dev.tocsin.server.deliver.webhook;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.Fanout;
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
import java.util.function.Supplier;

/// Posts the whole message to an address of the user's choice.
final class WebhookChannel implements Channel {
  private static final String JSON = "application/json; charset=utf-8";

  private final String name;
  private final List<OutboundHttp.Target> targets;
  private final Keys keys;
  private final Words words;
  private final Way way;

  /// How the receiver knows us.
  record Keys(Optional<Secret> token, Optional<Signature> signature) {
    static final Keys NONE = new Keys(Optional.empty(), Optional.empty());
  }

  /// What the body is.
  sealed interface Words {
    /// All that there is to say about an incident.
    record Whole() implements Words {}

    /// The seven members of a rule's webhook.
    record OneAlert() implements Words {}

    /// A body of the user's own.
    record Own(MessageTemplate template, String contentType) implements Words {}
  }

  /// How it goes out.
  record Way(OutboundHttp http, Fanout fanout, InstantSource clock) {}

  /// @param targets each gets every message, and none waits for another
  WebhookChannel(String name, List<OutboundHttp.Target> targets, Keys keys, Words words, Way way) {
    this.name = name;
    this.targets = List.copyOf(targets);
    this.keys = keys;
    this.words = words;
    this.way = way;
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
  public boolean takesReceivers() {
    return true;
  }

  @Override
  public boolean reaches(String receiver) {
    return targets.stream().anyMatch(target -> target.address().toString().equals(receiver));
  }

  @Override
  public Channel to(List<String> receivers) {
    var like = targets.getFirst();
    var address = receivers.getFirst();
    var other =
        new OutboundHttp.Target(
            URI.create(address),
            like.timeout(),
            like.allowPrivateAddresses(),
            List.of(new Secret(address)));
    return new WebhookChannel(name, List.of(other), Keys.NONE, words, way);
  }

  @Override
  public Receipt send(Envelope envelope) {
    byte[] body;
    try {
      body = body(envelope);
    } catch (IllegalStateException e) {
      return new Receipt.Rejected("the template: " + e.getMessage());
    }
    var post = post(envelope.idempotencyKey(), body);
    var recipients = new LinkedHashMap<String, Supplier<Receipt>>();
    for (int i = 0; i < targets.size(); i++) {
      var target = targets.get(i);
      recipients.put(Fanout.hash(target.address().toString()), () -> way.http().post(target, post));
    }
    return way.fanout().send(name, envelope.idempotencyKey(), recipients);
  }

  private OutboundHttp.Post post(String id, byte[] body) {
    long timestamp = way.clock().instant().getEpochSecond();
    var headers = new LinkedHashMap<String, String>();
    headers.put("Idempotency-Key", id);
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(timestamp));
    keys.token().ifPresent(it -> headers.put("Authorization", "Bearer " + it.reveal()));
    keys.signature().ifPresent(it -> headers.put("webhook-signature", it.of(id, timestamp, body)));
    var contentType = words instanceof Words.Own(_, var type) ? type : JSON;
    return new OutboundHttp.Post(headers, contentType, body, Optional.empty());
  }

  private byte[] body(Envelope envelope) {
    return switch (words) {
      case Words.Whole() -> JsonBody.bytes(WebhookBody.of(envelope.message()));
      case Words.OneAlert() -> JsonBody.whole(AlertBody.of(envelope.message()));
      case Words.Own(var template, _) -> template.render(envelope).getBytes(StandardCharsets.UTF_8);
    };
  }
}
