package dev.tocsin.server.incident;

import dev.tocsin.server.config.Settings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// When incidents open and close by themselves.
///
/// @param openFor alerts of these severities open an incident
/// @param resolveAfter how long all alerts of an incident must have recovered before it resolves
/// @param historyRetention how long resolved incidents are kept
public record IncidentOptions(
    Set<Severity> openFor, Duration resolveAfter, Duration historyRetention) {
  private static final Duration USUAL_RETENTION = Duration.ofDays(400);
  private static final Duration LONGEST_RETENTION = Duration.ofDays(3650);
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  public IncidentOptions {
    openFor = Set.copyOf(openFor);
  }

  public static IncidentOptions defaults() {
    return new IncidentOptions(Set.of(Severity.P1, Severity.P2), Duration.ZERO, USUAL_RETENTION);
  }

  /// Reads `incidents.open_for` and `incidents.resolve_after`.
  public static IncidentOptions read(Settings section) {
    var defaults = defaults();
    var openFor = EnumSet.noneOf(Severity.class);
    for (var text : section.texts("open_for")) {
      Severity.parse(text)
          .ifPresentOrElse(
              openFor::add,
              () ->
                  section.report(
                      "open_for", "\"" + text + "\" is no severity", "use P1, P2, P3 or P4"));
    }
    var resolveAfter =
        section.duration("resolve_after", defaults.resolveAfter(), Duration.ZERO, LONGEST_WAIT);
    var retention =
        section.duration(
            "history_retention", USUAL_RETENTION, Duration.ofDays(1), LONGEST_RETENTION);
    section.finish();
    return new IncidentOptions(
        section.has("open_for") ? openFor : defaults.openFor(), resolveAfter, retention);
  }
}
