package dev.tocsin.sdk.metrics;

/// The states of a booking that are counted when it reaches them.
public enum BookingState {
  REQUESTED,
  CONFIRMED,
  CANCELLED,
  COMPLETED,
  EXPIRED,
  NO_SHOW
}
