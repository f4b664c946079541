package dev.tocsin.promql;

import dev.tocsin.series.Labels;

/// One element of an instant vector.
public record InstantSample(Labels labels, long timestampMillis, double value) {}
