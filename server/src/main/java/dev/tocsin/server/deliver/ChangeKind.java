package dev.tocsin.server.deliver;

import java.util.Locale;
import java.util.Set;

/// What a notification tells of.
public enum ChangeKind {
  OPENED,
  ACKNOWLEDGED,
  /// A note, a status, a further alert.
  UPDATED,
  /// The severity was raised, or nobody took it and others are told as well.
  ESCALATED,
  RESOLVED,
  /// Nobody has taken it for a while.
  REMINDED,
  /// Nothing happened; somebody tries a channel.
  TEST;

  /// What everybody must hear.
  public static final Set<ChangeKind> ESSENTIAL =
      Set.of(OPENED, ESCALATED, RESOLVED, REMINDED, TEST);

  /// What a service must hear that keeps the state of an incident itself.
  public static final Set<ChangeKind> STATE =
      Set.of(OPENED, ACKNOWLEDGED, ESCALATED, RESOLVED, REMINDED, TEST);

  public static final Set<ChangeKind> ALL = Set.of(values());

  /// The name in tables and messages.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ChangeKind stored(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
