package dev.tocsin.server.deliver.slack;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.JsonBody;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Receipt;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Posts a message of blocks.
final class SlackChannel implements Channel {
  private final String name;
  private final OutboundHttp.Target target;
  private final OutboundHttp http;

  SlackChannel(String name, OutboundHttp.Target target, OutboundHttp http) {
    this.name = name;
    this.target = target;
    this.http = http;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<ChangeKind> usualChanges() {
    return ChangeKind.ESSENTIAL;
  }

  @Override
  public boolean takesReceivers() {
    return true;
  }

  @Override
  public boolean reaches(String receiver) {
    return target.address().toString().equals(receiver);
  }

  @Override
  public Channel to(List<String> receivers) {
    return at(receivers.getFirst(), name, target, http);
  }

  /// One that posts to another incoming webhook, whose address is a secret.
  ///
  /// @param like has the limits
  static SlackChannel at(String webhook, String name, OutboundHttp.Target like, OutboundHttp http) {
    var address = URI.create(webhook);
    var secrets = List.of(new Secret(webhook), new Secret(address.getRawPath()));
    var target =
        new OutboundHttp.Target(address, like.timeout(), like.allowPrivateAddresses(), secrets);
    return new SlackChannel(name, target, http);
  }

  @Override
  public Receipt send(Envelope envelope) {
    var body = JsonBody.bytes(SlackBlocks.of(envelope.message()));
    return http.post(target, Map.of("Idempotency-Key", envelope.idempotencyKey()), body);
  }
}
