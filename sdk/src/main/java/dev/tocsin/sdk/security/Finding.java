package dev.tocsin.sdk.security;

/// What a rule noticed.
///
/// @param reason the rule's fixed word: `new_country`
/// @param subject who or what the episode is about: [#account] or [#source]
/// @param detail for people; may be empty
public record Finding(String reason, String subject, String detail) {

  /// @param user as it is named in events
  public static String account(String user) {
    return "account:" + user;
  }

  /// @param address an address or a range
  public static String source(String address) {
    return "source:" + address;
  }
}
