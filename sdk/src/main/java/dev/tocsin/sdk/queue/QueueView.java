package dev.tocsin.sdk.queue;

import dev.tocsin.sdk.ops.OpsJson;
import dev.tocsin.sdk.ops.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the latest look at a queue found.
///
/// @param figures none when the queue could not be looked at
/// @param error why not
record QueueView(
    String queue,
    QueueLimits limits,
    @Nullable QueueFigures figures,
    @Nullable String error,
    Instant at) {

  Verdict verdict() {
    if (figures == null || figures.oldestAge().compareTo(limits.maxAge()) > 0) {
      return Verdict.RED;
    }
    return reasons().isEmpty() ? Verdict.GREEN : Verdict.AMBER;
  }

  List<String> reasons() {
    if (figures == null) {
      return List.of("The queue " + queue + " cannot be looked at: " + error);
    }
    List<String> reasons = new ArrayList<>();
    if (figures.oldestAge().compareTo(limits.maxAge()) > 0) {
      reasons.add(
          String.format(
              "The oldest entry of %s waits for %d s; the limit is %d s.",
              queue, figures.oldestAge().toSeconds(), limits.maxAge().toSeconds()));
    }
    if (figures.depth() > limits.maxDepth()) {
      reasons.add(
          String.format(
              "%d entries wait in %s; the limit is %d.",
              figures.depth(), queue, limits.maxDepth()));
    }
    if (figures.deadLetters() > 0) {
      reasons.add(
          String.format(
              "%d dead letters of %s wait for a decision: see /ops/queues/%s/dead-letters.",
              figures.deadLetters(), queue, queue));
    }
    if (figures.recoveryBacklog() > 0) {
      reasons.add(
          String.format(
              "%d events of %s are still in the recovery queue.",
              figures.recoveryBacklog(), queue));
    }
    return reasons;
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("queue", queue);
    fields.put("verdict", verdict().name());
    if (figures != null) {
      fields.put("depth", figures.depth());
      fields.put("oldestAgeSeconds", OpsJson.seconds(figures.oldestAge()));
      fields.put("deadLetters", figures.deadLetters());
      fields.put("recoveryBacklog", figures.recoveryBacklog());
    }
    if (error != null) {
      fields.put("error", error);
    }
    fields.put("maxDepth", limits.maxDepth());
    fields.put("maxAgeSeconds", OpsJson.seconds(limits.maxAge()));
    fields.put("collectedAt", at.toString());
    return fields;
  }
}
