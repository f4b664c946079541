package dev.tocsin.sdk.readiness;

/// What a value must look like.
public enum SettingKind {
  /// A key, token or password: one word without white space.
  SECRET,
  /// An address with a scheme and a host.
  URL,
  /// A host name or address.
  HOST,
  /// Anything that is not blank.
  TEXT
}
