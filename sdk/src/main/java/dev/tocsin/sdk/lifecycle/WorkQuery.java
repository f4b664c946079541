package dev.tocsin.sdk.lifecycle;

import java.time.Instant;
import java.util.List;

/// How the work of a lifecycle is found. Both must be quick: an index on stage and time of entry.
public interface WorkQuery {

  /// Counts a stage.
  StageCount count(String stage, Instant enteredBefore) throws Exception;

  /// The entities that entered the stage before the instant, the oldest first.
  List<WorkItem> stuck(String stage, Instant enteredBefore, int offset, int limit) throws Exception;
}
