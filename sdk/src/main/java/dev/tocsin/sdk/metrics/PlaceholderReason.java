package dev.tocsin.sdk.metrics;

/// Why an image was served as a placeholder.
public enum PlaceholderReason {
  PROCESSOR_ERROR,
  TIMEOUT,
  UNAVAILABLE,
  INVALID_IMAGE,
  QUEUE_FULL
}
