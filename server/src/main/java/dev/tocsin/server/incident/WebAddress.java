package dev.tocsin.server.incident;

import java.net.URI;
import java.util.Optional;

/// An address that is safe to put behind a link.
final class WebAddress {
  static final int LENGTH_LIMIT = 2_000;

  private WebAddress() {}

  /// Like [#parse], and also a path of this server, such as `/runbooks/core/memory`.
  static Optional<String> parseLink(String text) {
    boolean ownPath =
        text.startsWith("/")
            && !text.startsWith("//")
            && !text.contains("\\")
            && text.length() <= LENGTH_LIMIT
            && text.chars().noneMatch(letter -> letter <= ' ');
    return ownPath ? Optional.of(text) : parse(text);
  }

  /// The address if it is an absolute `http` or `https` one without credentials.
  static Optional<String> parse(String text) {
    if (text.length() > LENGTH_LIMIT) {
      return Optional.empty();
    }
    try {
      var address = URI.create(text.strip());
      var scheme = String.valueOf(address.getScheme());
      boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
      if (web && address.getHost() != null && address.getUserInfo() == null) {
        return Optional.of(address.toString());
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
