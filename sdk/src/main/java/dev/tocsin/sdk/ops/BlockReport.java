package dev.tocsin.sdk.ops;

import java.util.List;
import java.util.Map;

/// What a block found.
///
/// @param reasons why the verdict is not GREEN, one sentence each, fit for an operator; empty when
///   it is
/// @param fields the figures, in the order in which they are shown: numbers, text, booleans, and
///   lists and maps of these; never secrets
public record BlockReport(Verdict verdict, List<String> reasons, Map<String, Object> fields) {

  public BlockReport {
    reasons = List.copyOf(reasons);
    if (verdict != Verdict.GREEN && reasons.isEmpty()) {
      throw new IllegalArgumentException("A block that is " + verdict + " must say why.");
    }
  }
}
