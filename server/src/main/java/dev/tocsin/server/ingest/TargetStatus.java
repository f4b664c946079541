package dev.tocsin.server.ingest;

import dev.tocsin.series.Labels;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What is known of a place that samples are collected from.
///
/// @param labels `job`, `instance` and what the configuration adds
/// @param last the last try; absent before the first
public record TargetStatus(
    String job,
    URI address,
    Labels labels,
    Duration interval,
    Duration timeout,
    Optional<Collection> last) {

  /// One try to collect.
  ///
  /// @param error why it failed; empty when it did not
  /// @param warning what was left out of a collection that did not fail; usually empty
  public record Collection(
      long atMillis, long durationMillis, int samples, String error, String warning) {
    public boolean isGood() {
      return error.isEmpty();
    }
  }

  /// Whether the target answers.
  public enum Health {
    UNKNOWN,
    UP,
    DOWN
  }

  public Health health() {
    return last.map(it -> it.isGood() ? Health.UP : Health.DOWN).orElse(Health.UNKNOWN);
  }

  public String instance() {
    return labels.get("instance");
  }
}
