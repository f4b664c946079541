package dev.tocsin.sdk.fallback;

/// How long a raised key stays active, and for whom.
enum Term {
  /// Until it is resolved, or nobody has raised it for the quiet time.
  WHILE_RAISED,
  /// Until it is resolved.
  LASTING,
  /// Until it is resolved, and a person is called at once.
  CALLING
}
