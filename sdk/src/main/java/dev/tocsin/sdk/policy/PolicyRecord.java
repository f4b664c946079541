package dev.tocsin.sdk.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// A decision out of the governance file.
///
/// @param values what is governed, by name; of a rollout of models also `models`, their names
record PolicyRecord(
    String owner,
    String decision,
    LocalDate lastReviewed,
    LocalDate nextReview,
    Activation activation,
    Map<String, JsonNode> values) {

  PolicyRecord {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  boolean overdueOn(LocalDate today) {
    return nextReview.isBefore(today);
  }

  /// Whether there is a panel for it, and whether it pages somebody.
  record Activation(boolean dashboard, boolean paging) {}
}
