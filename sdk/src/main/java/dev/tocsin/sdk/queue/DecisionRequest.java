package dev.tocsin.sdk.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decision that a person wants to make on some dead letters.
///
/// @param ids the chosen ones; empty means the oldest undecided ones, up to the limit
/// @param limit how many at most
/// @param requestId makes a repeated request return the first one's outcome instead of deciding on
///   more
public record DecisionRequest(
    DecisionChoice choice,
    List<String> ids,
    int limit,
    String who,
    String why,
    @Nullable String requestId) {

  public DecisionRequest {
    ids = List.copyOf(ids);
  }
}
