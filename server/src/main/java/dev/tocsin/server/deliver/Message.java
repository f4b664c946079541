package dev.tocsin.server.deliver;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// What is told, fixed when the change happens: what, where, how bad, since when, the current
/// values, and where to read on. Absent texts are empty.
///
/// @param update what has just happened
/// @param sinceMillis when the trouble began
/// @param atMillis when the change happened
public record Message(
    ChangeKind event,
    String incidentId,
    String title,
    String severity,
    String status,
    List<String> services,
    String cause,
    String update,
    List<Reading> readings,
    long sinceMillis,
    long atMillis,
    Links links,
    List<Line> timeline) {
  public Message {
    services = List.copyOf(services);
    readings = List.copyOf(readings);
    timeline = List.copyOf(timeline);
  }

  /// An alert and its value.
  ///
  /// @param metric what is compared; empty where the alert does not say
  /// @param condition how, such as `GT`; empty where the alert does not say
  public record Reading(
      String alertName,
      String value,
      String threshold,
      String metric,
      String condition,
      Map<String, String> labels,
      long sinceMillis) {
    private static final Set<String> NO_PLACES =
        Set.of("alertname", "severity", "service", "owner", "category");
    private static final int PLACES_LIMIT = 300;

    public Reading {
      labels = Map.copyOf(labels);
      // Messages that were queued by an older version do not have them.
      metric = Objects.requireNonNullElse(metric, "");
      condition = Objects.requireNonNullElse(condition, "");
    }

    /// Of an alert that does not say what is compared.
    public Reading(
        String alertName,
        String value,
        String threshold,
        Map<String, String> labels,
        long sinceMillis) {
      this(alertName, value, threshold, "", "", labels, sinceMillis);
    }

    /// What, where, how much and what would be borne: `PaymentsFail (route=/pay): 0.25 (threshold
    /// 0.05)`.
    public String text() {
      var limit = threshold.isEmpty() ? "" : " (threshold " + threshold + ")";
      return alertName + where() + ": " + value + limit;
    }

    /// The labels that tell a place; the others have lines of their own.
    private String where() {
      var places =
          labels.entrySet().stream()
              .filter(label -> !NO_PLACES.contains(label.getKey()))
              .sorted(Map.Entry.comparingByKey())
              .map(label -> label.getKey() + "=" + label.getValue())
              .collect(Collectors.joining(", "));
      return places.isEmpty() ? "" : " (" + PlainText.clipped(places, PLACES_LIMIT) + ")";
    }
  }

  /// Where to read on.
  public record Links(String incident, String runbook, String dashboard) {}

  /// A line of the timeline.
  public record Line(long atMillis, String update, String author) {}

  /// `[P1] Payments fail`, and for later changes what became of it.
  public String headline() {
    var prefix = severity.isEmpty() ? "" : "[" + severity + "] ";
    return switch (event) {
      case OPENED, UPDATED, TEST -> prefix + title;
      case ACKNOWLEDGED -> prefix + "Acknowledged: " + title;
      case ESCALATED -> prefix + "Escalated: " + title;
      case RESOLVED -> prefix + "Resolved: " + title;
      case REMINDED -> prefix + "Still open, nobody has it: " + title;
    };
  }
}
