package dev.tocsin.server.statuspage;

/// How a service does, in the words of the status page; each is worse than the one before.
public enum PublicState {
  OPERATIONAL("Operational", "good"),
  /// Nobody has checked lately, so nothing is promised.
  UNKNOWN("Not known", "calm"),
  DEGRADED("Degraded", "warn"),
  DOWN("Down", "bad");

  private final String words;
  private final String tone;

  PublicState(String words, String tone) {
    this.words = words;
    this.tone = tone;
  }

  public String words() {
    return words;
  }

  /// The colour, by its name in the style sheets.
  public String tone() {
    return tone;
  }

  boolean isWorseThan(PublicState other) {
    return compareTo(other) > 0;
  }
}
