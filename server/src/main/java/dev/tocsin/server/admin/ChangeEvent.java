package dev.tocsin.server.admin;

/// Something that changed around the time at which an alert began.
///
/// @param kind of the trace that it left: `start`, `event`, or `here`
/// @param isBefore whether it happened before the alert's condition began to hold
public record ChangeEvent(long atMillis, String kind, String text, boolean isBefore) {}
