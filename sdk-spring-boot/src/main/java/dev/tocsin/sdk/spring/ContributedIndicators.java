package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.health.HealthIndicator;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// Indicators that the starter adds. One of the application with the same name takes its place.
record ContributedIndicators(List<HealthIndicator> indicators) implements Closeable {

  /// Leaves out those with one of the names.
  ContributedIndicators without(Set<String> names) {
    return new ContributedIndicators(
        indicators.stream().filter(indicator -> !names.contains(indicator.name())).toList());
  }

  @Override
  public void close() throws IOException {
    for (HealthIndicator indicator : indicators) {
      if (indicator instanceof Closeable open) {
        open.close();
      }
    }
  }
}
