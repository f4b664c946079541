package dev.tocsin.server.deliver;

import java.util.Set;
import java.util.function.Function;

/// A channel that posts one body for each message; what is in it is its type's business.
public final class PostingChannel implements Channel {
  private final String name;
  private final Set<ChangeKind> changes;
  private final OutboundHttp http;
  private final Function<Envelope, Letter> compose;

  /// Where to, and what.
  public record Letter(OutboundHttp.Target target, OutboundHttp.Post post) {}

  public PostingChannel(
      String name, Set<ChangeKind> changes, OutboundHttp http, Function<Envelope, Letter> compose) {
    this.name = name;
    this.changes = Set.copyOf(changes);
    this.http = http;
    this.compose = compose;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<ChangeKind> usualChanges() {
    return changes;
  }

  @Override
  public Receipt send(Envelope envelope) {
    var letter = compose.apply(envelope);
    return http.post(
        letter.target(), letter.post().with("Idempotency-Key", envelope.idempotencyKey()));
  }
}
