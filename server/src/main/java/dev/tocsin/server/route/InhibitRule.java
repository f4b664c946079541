package dev.tocsin.server.route;

import dev.tocsin.series.Matcher;
import java.util.List;
import java.util.Map;

/// While a source fires, targets with the same values of some labels are mute.
///
/// @param equal names of labels; two alerts that both lack one agree in it
public record InhibitRule(List<Matcher> source, List<Matcher> target, List<String> equal) {
  public InhibitRule {
    source = List.copyOf(source);
    target = List.copyOf(target);
    equal = List.copyOf(equal);
  }

  public boolean isSource(Map<String, String> labels) {
    return MatcherText.all(source, labels);
  }

  /// An alert that is source and target in one cannot mute another of that sort, or two would mute
  /// each other.
  public boolean isTarget(Map<String, String> labels) {
    return MatcherText.all(target, labels);
  }

  /// What two alerts must agree in.
  public List<String> common(Map<String, String> labels) {
    return equal.stream().map(name -> labels.getOrDefault(name, "")).toList();
  }
}
