package dev.tocsin.sdk.metrics;

/// How the verification of an age ended.
public enum AgeVerificationOutcome {
  VERIFIED,
  REFUSED,
  ERROR
}
