package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.ActiveRequest;
import dev.tocsin.sdk.segment.RequestSegments;

/// Attaches the segments of a request to its recording, which tells them how it ended.
final class SegmentStep implements RequestStep {

  private final RequestSegments segments;

  SegmentStep(RequestSegments segments) {
    this.segments = segments;
  }

  @Override
  public void begin(ServedRequest served) {
    ActiveRequest active = served.active;
    if (active != null) {
      active.whenFinished(segments.begin(served.request()::getHeader));
    }
  }
}
