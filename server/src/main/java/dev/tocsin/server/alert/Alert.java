package dev.tocsin.server.alert;

import dev.tocsin.server.rule.SimpleRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One episode of a rule's condition holding for one series.
///
/// @param id of this episode; the same series gets a new one when the condition returns
/// @param fingerprint of the labels; the same in each episode
/// @param labels those of the series and of the rule, and `alertname`
/// @param value of the expression when the condition last held
/// @param activeSinceMillis when the condition was first seen to hold
/// @param firedAtMillis when it began to fire, or 0 if it never did
/// @param resolvedAtMillis when it ended, or 0 while it has not
/// @param acknowledgedAtMillis when somebody took it, or 0 if nobody has
/// @param details what only some alerts have
public record Alert(
    String id,
    String fingerprint,
    String ruleName,
    Map<String, String> labels,
    Map<String, String> annotations,
    AlertState state,
    double value,
    long activeSinceMillis,
    long firedAtMillis,
    long resolvedAtMillis,
    long lastEvaluatedMillis,
    @Nullable String acknowledgedBy,
    long acknowledgedAtMillis,
    Details details) {
  public Alert {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /// An alert of one of our own rules, not flapping.
  public Alert(
      String id,
      String fingerprint,
      String ruleName,
      Map<String, String> labels,
      Map<String, String> annotations,
      AlertState state,
      double value,
      long activeSinceMillis,
      long firedAtMillis,
      long resolvedAtMillis,
      long lastEvaluatedMillis,
      @Nullable String acknowledgedBy,
      long acknowledgedAtMillis) {
    this(
        id,
        fingerprint,
        ruleName,
        labels,
        annotations,
        state,
        value,
        activeSinceMillis,
        firedAtMillis,
        resolvedAtMillis,
        lastEvaluatedMillis,
        acknowledgedBy,
        acknowledgedAtMillis,
        Details.OF_RULE);
  }

  /// What only some alerts have.
  ///
  /// @param generatorUrl where the sender says more, or empty
  /// @param endsAtMillis when it is over unless its sender repeats it, or 0
  /// @param isFlapping whether it comes and goes so often that it is kept open
  public record Details(
      AlertSource source, String generatorUrl, long endsAtMillis, boolean isFlapping) {
    static final Details OF_RULE = new Details(AlertSource.RULE, "", 0, false);

    Details flapping(boolean flaps) {
      return new Details(source, generatorUrl, endsAtMillis, flaps);
    }
  }

  /// An annotation that is `on` when the alert must leave this server, whatever routes say.
  public static final String PAGING = "paging";

  /// The annotation that holds the id of the rule of an alert, for rules that have one.
  public static final String RULE = SimpleRule.ID;

  public boolean mustPage() {
    return annotation(PAGING).equals("on");
  }

  /// A label's value, or the empty text.
  public String label(String name) {
    return labels.getOrDefault(name, "");
  }

  /// An annotation, or the empty text.
  public String annotation(String name) {
    return annotations.getOrDefault(name, "");
  }
}
