package dev.tocsin.sdk.usage;

/// Whether a call may be made.
public sealed interface Admission {

  /// It may; its cost is set aside until the reservation is settled or cancelled.
  record Admitted(Reservation reservation) implements Admission {}

  /// It may not.
  ///
  /// @param message what and how to go on, fit for the caller of the application's interface
  record Refused(Refusal reason, String message) implements Admission {}
}
