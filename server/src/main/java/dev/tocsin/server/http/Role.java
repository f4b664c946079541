package dev.tocsin.server.http;

/// What somebody may do; each role may do all that the ones before it may.
public enum Role {
  /// No sign-in is needed.
  ANYONE,
  VIEWER,
  OPERATOR,
  ADMIN,
  SUPER_ADMIN;

  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }
}
