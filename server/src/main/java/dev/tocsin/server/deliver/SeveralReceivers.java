package dev.tocsin.server.deliver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// A channel on its way to several receivers, each on its own, so that none waits for another.
record SeveralReceivers(Channel channel, List<String> receivers, Fanout fanout) implements Channel {
  @Override
  public String name() {
    return channel.name();
  }

  @Override
  public Set<ChangeKind> usualChanges() {
    return channel.usualChanges();
  }

  @Override
  public Receipt send(Envelope envelope) {
    var sends = new LinkedHashMap<String, Supplier<Receipt>>();
    for (var receiver : receivers) {
      sends.put(Fanout.hash(receiver), () -> channel.to(List.of(receiver)).send(envelope));
    }
    return fanout.send(name(), envelope.idempotencyKey(), sends);
  }
}
