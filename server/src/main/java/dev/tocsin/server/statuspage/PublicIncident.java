package dev.tocsin.server.statuspage;

import dev.tocsin.server.incident.Incident;
import dev.tocsin.server.incident.IncidentStatus;
import dev.tocsin.server.incident.TimelineEntry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An incident as customers may read it: no people, no alerts, no causes, no links inward.
///
/// @param lines oldest first
public record PublicIncident(
    String id, Headline headline, List<Affected> affected, List<Line> lines, Period period) {
  /// These say only what a person wrote for everybody, or nothing but that something changed.
  private static final Set<String> KINDS =
      Set.of(TimelineEntry.OPENED, TimelineEntry.STATUS, TimelineEntry.RESOLVED);

  /// Labels whose values are ordinary words that may stand in a title.
  private static final Set<String> HARMLESS_LABELS = Set.of("severity", "category");

  private static final int SHORTEST_NAME = 3;
  private static final String LOOKING = "We are looking into it.";

  /// What it is and how far the work has come.
  ///
  /// @param status such as `investigating`
  public record Headline(String title, String severity, String status) {
    /// The status as it starts a sentence.
    public String statusWord() {
      return capitalised(status);
    }
  }

  /// A service and what people call it.
  public record Affected(String name, String displayName) {}

  /// A line of the public timeline.
  public record Line(long atMillis, String text) {}

  /// @param resolvedAtMillis 0 while it is open
  public record Period(long startedAtMillis, long resolvedAtMillis) {
    public Duration length() {
      return Duration.ofSeconds(Math.max(0, resolvedAtMillis - startedAtMillis) / 1000);
    }
  }

  public PublicIncident {
    affected = List.copyOf(affected);
    lines = List.copyOf(lines);
  }

  static PublicIncident of(Incident incident, UnaryOperator<String> displayName) {
    var affected =
        incident.servicesAffected().stream()
            .map(name -> new Affected(name, displayName.apply(name)))
            .toList();
    var headline =
        new Headline(
            title(incident, affected),
            incident.severity().name(),
            incident.status().name().toLowerCase(Locale.ROOT));
    return new PublicIncident(
        incident.id(),
        headline,
        affected,
        incident.timeline().stream().flatMap(entry -> line(entry).stream()).toList(),
        new Period(incident.startedAtMillis(), incident.resolvedAtMillis()));
  }

  /// What a rule wrote about an alert is for the team, so a title that repeats a value, a label or
  /// the rule's name is replaced.
  private static String title(Incident incident, List<Affected> affected) {
    if (incident.alertKey() == null || !leaks(incident)) {
      return incident.title();
    }
    return affected.isEmpty() ? "Trouble" : "Trouble with " + names(affected);
  }

  private static boolean leaks(Incident incident) {
    var title = incident.title();
    if (title.chars().anyMatch(Character::isDigit)) {
      return true;
    }
    var key = String.valueOf(incident.alertKey());
    var fromKey = Arrays.stream(key.split("[/,]", -1));
    var fromAlerts =
        incident.alerts().stream()
            .flatMap(
                alert ->
                    Stream.concat(
                        Stream.of(alert.ruleName()),
                        alert.labels().entrySet().stream()
                            .filter(label -> !HARMLESS_LABELS.contains(label.getKey()))
                            .map(label -> label.getValue())));
    return Stream.concat(fromKey, fromAlerts)
        .map(String::strip)
        .filter(name -> name.length() >= SHORTEST_NAME)
        .anyMatch(title::contains);
  }

  private static Optional<Line> line(TimelineEntry entry) {
    if (!KINDS.contains(entry.kind())) {
      return Optional.empty();
    }
    boolean byHand = entry.author() != null;
    var text =
        switch (entry.kind()) {
          case TimelineEntry.OPENED -> byHand ? entry.update() : LOOKING;
          case TimelineEntry.RESOLVED -> byHand ? entry.update() : "Resolved.";
          default -> spoken(entry.update());
        };
    return Optional.of(new Line(entry.atMillis(), text));
  }

  /// `IDENTIFIED: found it` as `Identified: found it`.
  private static String spoken(String update) {
    return Arrays.stream(IncidentStatus.values())
        .map(Enum::name)
        .filter(name -> update.startsWith(name + ":"))
        .findFirst()
        .map(name -> capitalised(name) + update.substring(name.length()))
        .orElse(update);
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT)
        + word.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String names(List<Affected> affected) {
    return affected.stream().map(Affected::displayName).collect(Collectors.joining(", "));
  }

  boolean affects(String service) {
    return affected.stream().anyMatch(it -> it.name().equals(service));
  }

  /// What people call the services affected, with commas; may be empty.
  public String affectedNames() {
    return names(affected);
  }

  /// The newest line, or the opening if there is none.
  public Line newest() {
    return lines.isEmpty() ? new Line(period.startedAtMillis(), LOOKING) : lines.getLast();
  }
}
