package dev.tocsin.server.alert;

import java.util.Optional;

/// How well the alerts of a rule served, within a time.
///
/// @param fired how many alerts fired
/// @param acknowledged how many of them somebody took
/// @param verdicts what people said of them
/// @param minutes what they cost
/// @param shortLived how many ended within a minute
public record RulePrecision(
    String ruleName,
    long fired,
    long acknowledged,
    Verdicts verdicts,
    Minutes minutes,
    long shortLived) {
  private static final int ENOUGH_VERDICTS = 3;
  private static final int MANY = 10;

  /// How often people said what.
  public record Verdicts(long useful, long noise, long late) {
    long all() {
      return useful + noise + late;
    }
  }

  /// How long the alerts fired, and how long somebody had them, together.
  public record Minutes(long firing, long attention) {}

  /// The share of alerts that were useful among those that somebody judged.
  public Optional<Double> precision() {
    return verdicts.all() == 0
        ? Optional.empty()
        : Optional.of((double) (verdicts.useful() + verdicts.late()) / verdicts.all());
  }

  /// How much it cost for nothing: what people call noise, and what nobody took.
  long noisiness() {
    return verdicts.noise() * MANY + Math.max(0, fired - acknowledged - verdicts.useful());
  }

  /// What to do about it; empty while there is no reason to do anything.
  public String proposal() {
    boolean judged = verdicts.all() >= ENOUGH_VERDICTS;
    if (judged && verdicts.useful() + verdicts.late() == 0) {
      return "Delete it or turn it into a panel: nobody found it useful.";
    }
    if (judged && verdicts.late() * 2 > verdicts.all()) {
      return "Lower the threshold or shorten its hold: people knew before it fired.";
    }
    if (fired >= MANY && shortLived * 2 > fired) {
      return "Raise its hold (for): most of its alerts were over within a minute.";
    }
    if (judged && verdicts.noise() * 2 > verdicts.all()) {
      return "Raise the threshold or its hold (for): most of its alerts were noise.";
    }
    if (fired >= MANY && acknowledged == 0) {
      return "Group it with others or lower its severity: nobody ever took one.";
    }
    return "";
  }
}
