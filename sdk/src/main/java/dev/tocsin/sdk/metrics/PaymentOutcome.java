package dev.tocsin.sdk.metrics;

/// How a payment, or one stage of it, ended.
public enum PaymentOutcome {
  SUCCESS,
  DECLINED,
  ERROR,
  TIMEOUT
}
