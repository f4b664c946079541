package dev.tocsin.sdk.security;

/// Something a user did that was allowed, or tried and was not, for the rules of unusual access.
///
/// @param user the name as the application knows it; rules get it as it is named in events
/// @param privileged whether the user may administer
/// @param resource what it was about: a path template, a table, an export
/// @param records how many records it showed; 1 when that is not known
public record Access(
    Kind kind,
    String user,
    boolean privileged,
    RequestOrigin origin,
    String resource,
    long records) {

  /// What was done.
  public enum Kind {
    LOGIN,
    READ,
    DENIED
  }

  /// A login that succeeded.
  public static Access login(String user, boolean privileged, RequestOrigin origin) {
    return new Access(Kind.LOGIN, user, privileged, origin, "", 0);
  }

  /// Records that were shown.
  public static Access read(String user, RequestOrigin origin, String resource, long records) {
    return new Access(Kind.READ, user, false, origin, resource, records);
  }

  Access named(String name) {
    return new Access(kind, name, privileged, origin, resource, records);
  }
}
