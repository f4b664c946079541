package dev.tocsin.server.incident;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.ValueText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a timeline says of alerts: a line for each while they are few, one for all when many.
final class AlertLines {
  private static final int FEW = 5;
  private static final int RULES_NAMED = 10;
  private static final int LABELS_LENGTH_LIMIT = 300;

  private AlertLines() {}

  static List<String> fired(List<Alert> alerts) {
    return lines(
        alerts,
        "fired",
        alert ->
            "Alert "
                + alert.ruleName()
                + " fired, value "
                + ValueText.of(alert.value())
                + told(alert));
  }

  static List<String> recovered(List<Alert> alerts) {
    return lines(
        alerts, "recovered", alert -> "Alert " + alert.ruleName() + " recovered" + told(alert));
  }

  private static List<String> lines(List<Alert> alerts, String verb, Function<Alert, String> one) {
    if (alerts.size() <= FEW) {
      return alerts.stream().map(one).toList();
    }
    var counts =
        alerts.stream()
            .collect(Collectors.groupingBy(Alert::ruleName, TreeMap::new, Collectors.counting()));
    var named =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(RULES_NAMED)
            .map(it -> it.getKey() + " ×" + it.getValue())
            .collect(Collectors.joining(", "));
    var rest = counts.size() > RULES_NAMED ? " and more" : "";
    return List.of(alerts.size() + " alerts " + verb + ": " + named + rest);
  }

  /// The labels that tell the alert from others of its rule.
  static String told(Alert alert) {
    Map<String, String> labels = new TreeMap<>(alert.labels());
    labels.remove("alertname");
    labels.remove("severity");
    if (labels.isEmpty()) {
      return "";
    }
    var text =
        labels.entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
    return IncidentDraft.clipped(text, LABELS_LENGTH_LIMIT);
  }
}
