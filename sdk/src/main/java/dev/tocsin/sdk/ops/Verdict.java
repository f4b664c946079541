package dev.tocsin.sdk.ops;

/// How a block stands. The order is from good to bad.
public enum Verdict {
  /// Nothing to do.
  GREEN,
  /// Works, but somebody should look during working hours.
  AMBER,
  /// Customers or money are affected, or will be soon.
  RED
}
