package dev.tocsin.sdk.metrics;

/// How urgent a ticket of the support is.
public enum TicketPriority {
  LOW,
  NORMAL,
  HIGH,
  URGENT
}
