package dev.tocsin.server.statuspage;

import java.util.List;

/// The banner: the worst of everything.
public enum Overall {
  OPERATIONAL("All Systems Operational", "good"),
  NOTHING_WATCHED("No Service Is Watched Yet", "calm"),
  UNKNOWN("Status Not Known", "calm"),
  DEGRADED("Degraded Performance", "warn"),
  OUTAGE("System Outage", "bad");

  private final String words;
  private final String tone;

  Overall(String words, String tone) {
    this.words = words;
    this.tone = tone;
  }

  /// An open incident makes it degraded at least; only a service that is really down makes it an
  /// outage.
  static Overall of(List<PublicService> services, List<PublicIncident> open) {
    var worst = PublicState.OPERATIONAL;
    for (var service : services) {
      worst = service.state().isWorseThan(worst) ? service.state() : worst;
    }
    if (!open.isEmpty() && PublicState.DEGRADED.isWorseThan(worst)) {
      worst = PublicState.DEGRADED;
    }
    return switch (worst) {
      case OPERATIONAL -> services.isEmpty() ? NOTHING_WATCHED : OPERATIONAL;
      case UNKNOWN -> UNKNOWN;
      case DEGRADED -> DEGRADED;
      case DOWN -> OUTAGE;
    };
  }

  public String words() {
    return words;
  }

  /// The colour, by its name in the style sheets.
  public String tone() {
    return tone;
  }
}
