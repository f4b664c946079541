package dev.tocsin.server.rule;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.Value;
import dev.tocsin.sdk.metrics.Catalogue;
import dev.tocsin.server.rule.SimpleRule.Kind;
import java.time.InstantSource;

/// What a metric is, when nobody says so: by its series, by the catalogue of the SDK, by its name.
final class MetricKinds {
  private final RuleQuery query;
  private final InstantSource clock;

  MetricKinds(RuleQuery query, InstantSource clock) {
    this.query = query;
    this.clock = clock;
  }

  Kind of(String metric) {
    if (hasSeries(metric + "_bucket")) {
      return Kind.HISTOGRAM;
    }
    return Catalogue.shipped()
        .find(metric)
        .map(
            entry ->
                switch (entry.definition().kind()) {
                  case COUNTER -> Kind.COUNTER;
                  case GAUGE -> Kind.GAUGE;
                  case HISTOGRAM -> Kind.HISTOGRAM;
                })
        .orElse(metric.endsWith("_total") ? Kind.COUNTER : Kind.GAUGE);
  }

  private boolean hasSeries(String metric) {
    var found = query.instant(PromQl.parse("count(" + metric + ")"), clock.millis());
    return found instanceof Value.InstantVector(var samples) && !samples.isEmpty();
  }
}
