package dev.tocsin.server.deliver;

import java.util.List;
import java.util.Set;

/// A way to reach people.
public interface Channel {
  /// Unique among the channels; the routes and the log use it.
  String name();

  /// What it hears of when no route says otherwise.
  Set<ChangeKind> usualChanges();

  /// Whether it can be sent to receivers of somebody's choice.
  default boolean takesReceivers() {
    return false;
  }

  /// Whether its own receivers contain this one.
  default boolean reaches(String receiver) {
    return false;
  }

  /// This channel on its way to receivers that the sender chooses: mail addresses, or one web
  /// address that is given none of this channel's keys. Itself, if it knows only its own receivers.
  default Channel to(List<String> receivers) {
    return this;
  }

  /// Tries once and blocks until the outcome is known. Every wait must have a limit; an interrupt
  /// ends it early. What the world does wrong is a [Receipt], never an exception.
  Receipt send(Envelope envelope);
}
