package dev.tocsin.sdk.queue;

import java.util.List;

/// What a decision did.
///
/// @param decided the ids that it holds for
/// @param skipped ids that are unknown, or already replayed or handled
/// @param remaining dead letters that still wait for a decision
public record DecisionOutcome(List<String> decided, List<String> skipped, long remaining) {

  public DecisionOutcome {
    decided = List.copyOf(decided);
    skipped = List.copyOf(skipped);
  }
}
