package dev.tocsin.sdk.trace;

/// What is kept of a failed request or job that sampling did not choose.
public enum ErrorTraces {
  /// Nothing: failures are sampled like everything else.
  SAMPLED,
  /// Its own span, with failure and true times, under the trace id of its log lines. Costs nothing
  /// until something fails.
  SPAN,
  /// All its spans: each trace is recorded and decided about at its end. Costs about as much as
  /// sampling everything, without the network.
  WHOLE
}
