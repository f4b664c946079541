package dev.tocsin.sdk.metrics;

/// Why a payment failed. Providers have hundreds of codes; these are the ones that somebody acts
/// on.
public enum PaymentFailure {
  INSUFFICIENT_FUNDS,
  CARD_DECLINED,
  EXPIRED_CARD,
  INCORRECT_DETAILS,
  AUTHENTICATION_FAILED,
  FRAUD_SUSPECTED,
  PROVIDER_ERROR,
  NETWORK,
  TIMEOUT,
  CANCELLED,
  OTHER
}
