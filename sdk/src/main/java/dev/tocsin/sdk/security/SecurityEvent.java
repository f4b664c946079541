package dev.tocsin.sdk.security;

import java.time.Instant;

/// Something that matters to security, as it is logged and told to listeners.
///
/// @param reason a fixed word, such as `bad_credentials` or `new_country`
/// @param user the user's name or its hash, as the options say; `anonymous` when there is none
/// @param detail what it was about, such as the path; empty when there is nothing to add
public record SecurityEvent(
    Instant at,
    SecurityEventType type,
    String reason,
    String user,
    RequestOrigin origin,
    String detail) {

  private static final int MAX_REASON = 60;
  private static final int MAX_USER = 120;
  private static final int MAX_DETAIL = 300;

  public SecurityEvent {
    reason = SafeText.of(reason, MAX_REASON);
    user = SafeText.of(user, MAX_USER);
    detail = detail.isEmpty() ? "" : SafeText.of(detail, MAX_DETAIL);
  }
}
