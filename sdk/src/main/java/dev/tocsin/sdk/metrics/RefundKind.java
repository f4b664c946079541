package dev.tocsin.sdk.metrics;

/// Whether the whole payment was given back, or a part of it.
public enum RefundKind {
  FULL,
  PARTIAL
}
