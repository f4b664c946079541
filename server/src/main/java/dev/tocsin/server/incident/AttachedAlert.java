package dev.tocsin.server.incident;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.ValueText;
import java.util.Map;

/// An alert that belongs to an incident, as it was when it last changed.
///
/// @param resolvedAtMillis 0 while it fires
public record AttachedAlert(
    String fingerprint,
    String ruleName,
    Map<String, String> labels,
    Map<String, String> annotations,
    double value,
    long firedAtMillis,
    long resolvedAtMillis) {
  public AttachedAlert {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /// The value as people read it.
  public String valueText() {
    return ValueText.of(value);
  }

  /// Whether it must leave this server, whatever routes say.
  public boolean mustPage() {
    return annotations.getOrDefault(Alert.PAGING, "").equals("on");
  }

  /// The id of its rule; empty for rules that have none.
  public String ruleId() {
    return annotations.getOrDefault(Alert.RULE, "");
  }

  public boolean isFiring() {
    return resolvedAtMillis == 0;
  }
}
