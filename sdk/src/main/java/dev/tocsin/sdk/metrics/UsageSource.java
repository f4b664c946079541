package dev.tocsin.sdk.metrics;

/// Who counted the tokens: the provider, or we by an estimate. The two are never added.
public enum UsageSource {
  REPORTED,
  ESTIMATED
}
