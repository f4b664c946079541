package dev.tocsin.server.deliver;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The way of a channel to receivers that rules name. It has a name, so also a queue, of its own:
/// what those receivers do tells nothing of the channel, and holds up nobody who uses it.
record OwnPath(Channel channel) implements Channel {
  private static final String SUFFIX = "/own";

  static String name(String channel) {
    return channel + SUFFIX;
  }

  /// The name of the channel, if it is the name of such a way.
  static Optional<String> channel(String name) {
    return name.endsWith(SUFFIX)
        ? Optional.of(name.substring(0, name.length() - SUFFIX.length()))
        : Optional.empty();
  }

  @Override
  public String name() {
    return name(channel.name());
  }

  @Override
  public Set<ChangeKind> usualChanges() {
    return channel.usualChanges();
  }

  @Override
  public boolean takesReceivers() {
    return true;
  }

  @Override
  public Channel to(List<String> receivers) {
    return channel.to(receivers);
  }

  @Override
  public Receipt send(Envelope envelope) {
    return new Receipt.Rejected("the message names no receivers");
  }
}
