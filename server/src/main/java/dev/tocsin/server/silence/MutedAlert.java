package dev.tocsin.server.silence;

import java.util.Map;

/// An alert that was not told.
///
/// @param atMillis when that was decided first
public record MutedAlert(String alertId, String name, Map<String, String> labels, long atMillis) {
  public MutedAlert {
    labels = Map.copyOf(labels);
  }
}
