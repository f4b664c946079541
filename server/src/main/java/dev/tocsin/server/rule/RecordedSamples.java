package dev.tocsin.server.rule;

import dev.tocsin.promql.InstantSample;
import java.util.List;

/// Takes the samples that rules write. A value may be the staleness marker.
@FunctionalInterface
public interface RecordedSamples {
  void record(List<InstantSample> samples);
}
