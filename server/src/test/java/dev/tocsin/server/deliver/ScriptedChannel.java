package dev.tocsin.server.deliver;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A channel that answers by a script, then accepts everything.
final class ScriptedChannel implements Channel {
  private final String name;
  private final Queue<Receipt> script = new ConcurrentLinkedQueue<>();
  private final List<Envelope> sent = new CopyOnWriteArrayList<>();

  ScriptedChannel(String name) {
    this.name = name;
  }

  void then(Receipt... receipts) {
    script.addAll(List.of(receipts));
  }

  void failing(int times) {
    for (int i = 0; i < times; i++) {
      then(new Receipt.Retry("HTTP 503", Duration.ZERO));
    }
  }

  List<Envelope> sent() {
    return List.copyOf(sent);
  }

  List<ChangeKind> kinds() {
    return sent.stream().map(it -> it.message().event()).toList();
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
    sent.add(envelope);
    var next = script.poll();
    return next == null ? new Receipt.Accepted("HTTP 200") : next;
  }
}
