package dev.tocsin.sdk.metrics;

/// The steps of a payment at the provider.
public enum PaymentStage {
  AUTHORIZATION,
  CAPTURE,
  REFUND
}
