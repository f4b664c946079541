package dev.tocsin.server.deliver;

import dev.tocsin.server.config.Secret;
import java.net.URI;
import java.util.Set;
import java.util.function.Function;

/// A channel that posts one body for each message; what is in it is its type's business.
public final class PostingChannel implements Channel {
  private static final URI UNSET = URI.create("https://unset.invalid/none");

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

  /// Posts to an address that is itself the secret that lets one post: the key `url`.
  public static Channel toSecretAddress(
      ChannelSettings settings, OutboundHttp http, Function<Message, OutboundHttp.Post> compose) {
    var url = settings.address("url", "").orElse(UNSET);
    var target = settings.target(url, new Secret(url.toString()), new Secret(url.getRawPath()));
    return new PostingChannel(
        settings.name(),
        ChangeKind.ESSENTIAL,
        http,
        it -> new Letter(target, compose.apply(it.message())));
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
