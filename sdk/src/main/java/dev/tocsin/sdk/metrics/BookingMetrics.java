package dev.tocsin.sdk.metrics;

/// Bookings and where they are in their life.
public final class BookingMetrics {

  private final CounterFamily bookings;

  BookingMetrics(Telemetry telemetry) {
    bookings = telemetry.counter("bookings_total");
    for (BookingState state : BookingState.values()) {
      bookings.declare(Labelled.label(state));
    }
  }

  /// A booking reached the state.
  public void record(BookingState state) {
    bookings.increment(Labelled.label(state));
  }
}
