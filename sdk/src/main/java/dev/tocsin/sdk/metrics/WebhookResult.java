package dev.tocsin.sdk.metrics;

/// What became of an incoming webhook event: handled, skipped on purpose, or failed.
public enum WebhookResult {
  SUCCESS,
  IGNORED,
  ERROR
}
