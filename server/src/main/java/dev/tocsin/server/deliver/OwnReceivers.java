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
  ///
  /// @param fanout remembers who of several has the message
  Channel through(Channel usual, Fanout fanout) {
    if (!isOf(usual)) {
      return usual;
    }
    return receivers.size() == 1
        ? usual.to(receivers)
        : new SeveralReceivers(usual, receivers, fanout);
  }

  /// Whether what a receiver answers tells nothing of the channel itself.
  boolean isOf(Channel usual) {
    return !receivers.isEmpty() && usual.name().equals(channel);
  }
}
