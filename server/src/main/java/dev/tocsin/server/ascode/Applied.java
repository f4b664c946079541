package dev.tocsin.server.ascode;

/// What became of one item of a file.
///
/// @param id of the item here, or empty
/// @param detail why it was refused, or empty
public record Applied(Kind kind, String name, Outcome outcome, String id, String detail) {
  /// What it is.
  public enum Kind {
    RULE,
    SILENCE,
    WINDOW
  }

  /// What became of it.
  public enum Outcome {
    CREATED,
    CHANGED,
    SAME,
    /// A silence that is over, or that somebody ended.
    OVER,
    REMOVED,
    REFUSED
  }
}
