package dev.tocsin.sdk.trace;

import org.jspecify.annotations.Nullable;

/// How an application is traced.
///
/// @param serviceName the application's name in traces
/// @param environment `production`, `staging`, …
/// @param samplingRate share of the traces that begin here and are recorded, 0 to 1; a trace that
///   began elsewhere follows the decision that was taken there
/// @param target absent: ids are made and propagated, but nothing is recorded or sent
/// @param maxPendingSpans spans that wait for export; more are dropped and counted
public record TraceSettings(
    String serviceName,
    String environment,
    double samplingRate,
    ErrorTraces errors,
    @Nullable TraceTarget target,
    int maxPendingSpans) {

  public static final double DEFAULT_SAMPLING_RATE = 0.1;
  public static final int DEFAULT_MAX_PENDING_SPANS = 2_048;

  public TraceSettings {
    if (!(samplingRate >= 0 && samplingRate <= 1)) {
      throw new IllegalArgumentException(
          "The sampling rate of traces must be 0 to 1, but is " + samplingRate + ".");
    }
    if (maxPendingSpans < 1) {
      throw new IllegalArgumentException("At least 1 span must be able to wait for export.");
    }
  }

  /// Defaults with a target.
  public static TraceSettings of(String serviceName, @Nullable TraceTarget target) {
    return new TraceSettings(
        serviceName,
        "production",
        DEFAULT_SAMPLING_RATE,
        ErrorTraces.SPAN,
        target,
        DEFAULT_MAX_PENDING_SPANS);
  }

  public TraceSettings withSampling(double rate, ErrorTraces errorTraces) {
    return new TraceSettings(serviceName, environment, rate, errorTraces, target, maxPendingSpans);
  }
}
