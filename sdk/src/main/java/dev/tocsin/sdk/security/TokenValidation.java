package dev.tocsin.sdk.security;

/// How an access token was validated.
public enum TokenValidation {
  /// By this process, with the key.
  LOCAL("local"),
  /// By an earlier answer that was kept.
  CACHE("cache"),
  /// By asking whoever issues tokens.
  REMOTE("remote");

  private final String label;

  TokenValidation(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
