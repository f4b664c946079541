package dev.tocsin.sdk.usage;

/// Where the process runs. An explicit setting, never guessed from a host name.
public enum Deployment {
  /// A developer's machine or a test: gaps are reported.
  LOCAL,
  /// Real users: gaps stop the start.
  DEPLOYED
}
