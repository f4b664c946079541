package dev.tocsin.sdk.deploy;

/// What follows from failed smoke tests.
public sealed interface RollbackDecision {

  String reason();

  /// The process exits with code 1, so that the platform sees the release fail.
  ///
  /// @param attempt which exit of the window it is, from 1
  record Exit(int attempt, String reason) implements RollbackDecision {}

  /// The process keeps running.
  record Stay(String reason) implements RollbackDecision {}
}
