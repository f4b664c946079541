package dev.tocsin.server.http;

import org.jspecify.annotations.Nullable;

/// Who sends a request.
///
/// @param csrfToken the token that a changing request must repeat; absent when the credentials are
///   not sent by browsers on their own, as with a bearer token
public record Actor(String id, String name, Role role, @Nullable String csrfToken) {
  /// Somebody without credentials.
  public static final Actor ANONYMOUS = new Actor("", "anonymous", Role.ANYONE, null);

  public boolean isAnonymous() {
    return role == Role.ANYONE;
  }
}
