package dev.tocsin.bench.alert;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Bodies for `POST /api/v2/alerts`; the alerts begin when they are received.
final class PostedAlerts {
  private PostedAlerts() {}

  /// Alerts with the label `id` from a number on.
  ///
  /// @param name the label `alertname`
  /// @param groups how many values the label `cluster` has
  static String of(String name, String severity, int from, int count, int groups) {
    return IntStream.range(from, from + count)
        .mapToObj(id -> one(name, severity, id, id % groups))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String one(String name, String severity, int id, int group) {
    return """
    {"labels": {"alertname": "%s", "id": "%d", "severity": "%s", "cluster": "c%d",\
     "instance": "10.0.%d.%d:8080"}, "annotations": {"summary": "%s on %d: errors above 5 %%"},\
     "generatorURL": "http://127.0.0.1/graph"}\
    """
        .formatted(name, id, severity, group, id / 250 % 250, id % 250, name, id);
  }
}
