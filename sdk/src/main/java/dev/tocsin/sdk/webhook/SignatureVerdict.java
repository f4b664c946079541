package dev.tocsin.sdk.webhook;

import java.util.Locale;

/// What a check of a signature found.
public enum SignatureVerdict {
  GENUINE,
  /// A header of the signature is missing.
  MISSING,
  /// A header is not written as it should be.
  MALFORMED,
  /// Signed longer ago, or further ahead, than is tolerated.
  STALE,
  /// No signature fits.
  FORGED;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
