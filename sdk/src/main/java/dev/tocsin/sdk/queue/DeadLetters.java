package dev.tocsin.sdk.queue;

import java.util.List;
import java.util.Optional;

/// The dead letters of one queue. None of them goes away without a decision.
public interface DeadLetters {

  /// Those that wait for a decision or were deferred, the oldest first.
  List<DeadLetter> list(int offset, int limit) throws Exception;

  /// One of them, whatever was decided.
  Optional<DeadLetter> find(String id) throws Exception;

  /// Records the decision, and puts the letters back when it is to replay them, both or neither.
  DecisionOutcome decide(DecisionRequest request) throws Exception;
}
