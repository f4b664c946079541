package dev.tocsin.sdk.metrics;

/// How an age was verified.
public enum AgeVerificationMethod {
  SELF_DECLARATION,
  DOCUMENT,
  PAYMENT_CARD,
  THIRD_PARTY,
  IN_PERSON,
  OTHER
}
