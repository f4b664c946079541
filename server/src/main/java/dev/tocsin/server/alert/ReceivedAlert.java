package dev.tocsin.server.alert;

import dev.tocsin.series.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An alert that somebody else raises, as it came.
///
/// @param sender an alert is the same only if the same sender raises it
/// @param name shown where a rule's name stands
/// @param startsAtMillis since when it fires
/// @param endsAtMillis when it is over unless it comes again; 0 if only its sender ends it
public record ReceivedAlert(
    Sender sender,
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    long startsAtMillis,
    long endsAtMillis) {
  /// The sender that everybody who uses the Alertmanager API is.
  public static final String ALERTMANAGER_API = "received/alertmanager";

  private static final int LABEL_LIMIT = 64;
  private static final int NAME_LIMIT = 128;
  private static final int VALUE_LIMIT = 2_000;
  private static final int TEXT_LIMIT = 10_000;

  public ReceivedAlert {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /// Who raised it.
  ///
  /// @param key begins with `received/`; alerts of different keys are different alerts
  /// @param generatorUrl where the sender says more, or empty
  public record Sender(AlertSource source, String key, String generatorUrl) {}

  public static Sender alertmanagerApi(String generatorUrl) {
    return new Sender(AlertSource.RECEIVED, ALERTMANAGER_API, generatorUrl);
  }

  /// What is the same when it comes again. An application may change its mind about how bad the
  /// same thing is.
  public String fingerprint() {
    var own = Labels.of(labels);
    return Fingerprint.of(
        sender.source() == AlertSource.EVENT ? own.drop(List.of("severity")) : own);
  }

  /// Everything that is wrong with it.
  public List<String> problems() {
    var problems = new ArrayList<String>();
    if (labels.isEmpty()) {
      problems.add("has no labels; name it with the label alertname");
    }
    if (labels.size() > LABEL_LIMIT || annotations.size() > LABEL_LIMIT) {
      problems.add("has more than " + LABEL_LIMIT + " labels or annotations");
    }
    labels.forEach((name, value) -> check("label", name, value, VALUE_LIMIT, problems));
    annotations.forEach((name, value) -> check("annotation", name, value, TEXT_LIMIT, problems));
    if (endsAtMillis != 0 && endsAtMillis < startsAtMillis) {
      problems.add("ends before it starts");
    }
    return problems;
  }

  private static void check(
      String what, String name, String value, int limit, List<String> problems) {
    if (name.isBlank() || name.length() > NAME_LIMIT) {
      problems.add("the name of a " + what + " must have 1 to " + NAME_LIMIT + " characters");
    }
    if (value.length() > limit) {
      problems.add(what + " " + name + " must have at most " + limit + " characters");
    }
  }
}
