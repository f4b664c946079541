package dev.tocsin.server.http;

import java.util.Optional;

/// Tells who sends a request. Credentials that are wrong or expired count as none.
@FunctionalInterface
public interface Authenticator {
  /// The sender; [Actor#ANONYMOUS] without valid credentials.
  ///
  /// @param sessionToken the session cookie
  /// @param bearerToken the token of the `Authorization` header
  Actor authenticate(Optional<String> sessionToken, Optional<String> bearerToken);
}
