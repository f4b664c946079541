/// Metrics of one application on one dedicated registry, under the exact names of the metric
/// contract. Start at [Telemetry], record through [ApplicationMetrics]. This package must not know
/// any web framework: whoever serves HTTP hands requests to [HttpMetrics].
@NullMarked
package dev.tocsin.sdk.metrics;

import org.jspecify.annotations.NullMarked;
