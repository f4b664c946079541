package dev.tocsin.sdk.metrics;

/// The kinds of metric that an application publishes.
public enum MetricKind {
  COUNTER,
  GAUGE,
  HISTOGRAM
}
