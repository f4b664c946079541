package dev.tocsin.sdk.egress;

import java.util.Locale;

/// A destination that must not be called. The message is for operators; it names the host and never
/// the path, which may carry a secret.
public final class BlockedDestinationException extends RuntimeException {

  private final String host;
  private final Reason reason;

  BlockedDestinationException(String host, Reason reason, String message) {
    super(message);
    this.host = host;
    this.reason = reason;
  }

  public String host() {
    return host;
  }

  public Reason reason() {
    return reason;
  }

  /// Why it is blocked.
  public enum Reason {
    /// Not an absolute http(s) URL without user information, or a scheme that is not allowed.
    URL,
    /// Not on the list.
    HOST,
    /// Its name leads to a private, local or otherwise special address.
    ADDRESS,
    /// Too many redirects.
    REDIRECT;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
