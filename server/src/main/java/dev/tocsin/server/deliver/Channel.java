package dev.tocsin.server.deliver;

import java.util.Set;

/// A way to reach people.
public interface Channel {
  /// Unique among the channels; the routes and the log use it.
  String name();

  /// What it hears of when no route says otherwise.
  Set<ChangeKind> usualChanges();

  /// Tries once and blocks until the outcome is known. Every wait must have a limit; an interrupt
  /// ends it early. What the world does wrong is a [Receipt], never an exception.
  Receipt send(Envelope envelope);
}
