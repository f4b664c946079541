package dev.tocsin.server.deliver;

import java.util.Set;

/// Stands for a channel that is not configured any more.
record GoneChannel(String name) implements Channel {
  @Override
  public Set<ChangeKind> usualChanges() {
    return Set.of();
  }

  @Override
  public Receipt send(Envelope envelope) {
    return new Receipt.Rejected("the channel is not configured any more");
  }
}
