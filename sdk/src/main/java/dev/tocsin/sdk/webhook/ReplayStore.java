package dev.tocsin.sdk.webhook;

import java.time.Duration;

/// Remembers which events were seen, and with which payload. Of callers at the same time, exactly
/// one gets [Claim#TAKEN].
public interface ReplayStore {

  /// Asks for an event.
  ///
  /// @param digest of the payload
  /// @param lease after this time without [#complete] or [#release] somebody else may take it
  Claim claim(String id, String digest, Duration lease) throws Exception;

  /// The holder has handled it; it is remembered for the time.
  void complete(String id, String digest, Duration retention) throws Exception;

  /// The holder has failed; the provider's next attempt may take it.
  void release(String id) throws Exception;
}
