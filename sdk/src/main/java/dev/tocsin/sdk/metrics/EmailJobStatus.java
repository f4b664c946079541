package dev.tocsin.sdk.metrics;

/// How an e-mail job ended.
public enum EmailJobStatus {
  SUCCESS,
  SKIPPED,
  ERROR
}
