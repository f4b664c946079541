package dev.tocsin.server.alert;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.series.Labels;
import dev.tocsin.server.alert.AlertCourse.Sighting;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RuleFailure;
import dev.tocsin.server.rule.Template;
import dev.tocsin.server.rule.Thresholds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes out the labels and texts of a rule's alerts. The alert's own labels are those of the
/// series, overridden by those of the rule, and `alertname`.
final class Sightings {
  private static final int TEXT_LIMIT = 10_000;

  /// The annotation that messages take the threshold from; made of the condition unless the rule
  /// writes it.
  private static final String THRESHOLD = "threshold";

  private final AlertRule rule;
  private final Map<String, Template> labels;
  private final Map<String, Template> annotations;
  private final String threshold;

  Sightings(AlertRule rule) {
    this.rule = rule;
    this.labels = templates(rule.labels());
    this.annotations = templates(rule.annotations());
    this.threshold = Thresholds.limits(rule.expr());
  }

  private static Map<String, Template> templates(Map<String, String> texts) {
    var templates = new TreeMap<String, Template>();
    texts.forEach((name, text) -> templates.put(name, Template.parse(text)));
    return templates;
  }

  /// @throws RuleFailure if two series would be the same alert
  List<Sighting> of(List<InstantSample> samples) {
    var sightings = new LinkedHashMap<String, Sighting>();
    for (var sample : samples) {
      var sighting = one(sample);
      if (sightings.put(sighting.fingerprint(), sighting) != null) {
        throw new RuleFailure(
            "two series give the same alert "
                + Labels.of(sighting.labels())
                + "; keep a label that tells them apart");
      }
    }
    return List.copyOf(sightings.values());
  }

  Sighting one(InstantSample sample) {
    var ofSeries = sample.labels().withoutMetricName().toMap();
    var own = Labels.builder().setAll(sample.labels().withoutMetricName());
    labels.forEach((name, template) -> own.set(name, text(template, ofSeries, sample.value())));
    var all = own.set("alertname", rule.name()).build();
    var texts = new TreeMap<String, String>();
    annotations.forEach(
        (name, template) -> texts.put(name, text(template, ofSeries, sample.value())));
    if (!threshold.isEmpty()) {
      texts.putIfAbsent(THRESHOLD, threshold);
    }
    return new Sighting(Fingerprint.of(all), all.toMap(), texts, sample.value());
  }

  private static String text(Template template, Map<String, String> labels, double value) {
    var text = template.expand(labels, value);
    return text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT) + "…";
  }
}
