package dev.tocsin.server.deliver;

import java.util.List;

/// Who gets a message instead of those for whom a channel is set up. It travels in the payload, and
/// counts for the one channel that it names: the secondary path keeps its own receivers.
record OwnReceivers(String channel, List<String> receivers) {
  static final OwnReceivers NONE = new OwnReceivers("", List.of());

  OwnReceivers {
    receivers = List.copyOf(receivers);
  }

  /// The channel on its way to them.
  Channel through(Channel usual) {
    return isOf(usual) ? usual.to(receivers) : usual;
  }

  /// Whether what a receiver answers tells nothing of the channel itself.
  boolean isOf(Channel usual) {
    return !receivers.isEmpty() && usual.name().equals(channel);
  }
}
