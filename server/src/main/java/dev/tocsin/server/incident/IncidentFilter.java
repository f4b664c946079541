package dev.tocsin.server.incident;

import java.util.Set;

/// Which incidents are wanted, newest first.
///
/// @param statuses any of these; empty for all
/// @param severities any of these; empty for all
/// @param publicSinceMillis only those that the status page shows and that began at or after this
///   time; negative for all
/// @param limit how many at most
/// @param offset how many to skip
public record IncidentFilter(
    Set<IncidentStatus> statuses,
    Set<Severity> severities,
    long publicSinceMillis,
    int limit,
    int offset) {
  static final int LIMIT = 100;

  public IncidentFilter {
    statuses = Set.copyOf(statuses);
    severities = Set.copyOf(severities);
    if (limit < 1 || limit > LIMIT || offset < 0) {
      throw new IllegalArgumentException("BUG: limit " + limit + ", offset " + offset);
    }
  }

  public IncidentFilter(
      Set<IncidentStatus> statuses, Set<Severity> severities, int limit, int offset) {
    this(statuses, severities, -1, limit, offset);
  }

  /// Of these, only what the status page shows of the time since then.
  public IncidentFilter publicSince(long millis) {
    return new IncidentFilter(statuses, severities, millis, limit, offset);
  }

  boolean isPublicOnly() {
    return publicSinceMillis >= 0;
  }

  /// The newest incidents, whatever they are.
  public static IncidentFilter newest(int limit) {
    return new IncidentFilter(Set.of(), Set.of(), limit, 0);
  }

  /// The newest incidents that are not resolved.
  public static IncidentFilter open(int limit) {
    var open =
        Set.of(IncidentStatus.INVESTIGATING, IncidentStatus.IDENTIFIED, IncidentStatus.MONITORING);
    return new IncidentFilter(open, Set.of(), limit, 0);
  }
}
