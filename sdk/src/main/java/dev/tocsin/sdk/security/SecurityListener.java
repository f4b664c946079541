package dev.tocsin.sdk.security;

/// Hears of security events. Called on the thread of the request, so it hands over and returns;
/// what it throws is logged and stops nothing.
public interface SecurityListener {

  /// Each event, none left out.
  default void recorded(SecurityEvent event) {}

  /// Once per episode: this is the alert.
  default void episodeBegan(SecurityEpisode episode) {}

  /// The attack has been quiet for the window.
  default void episodeEnded(SecurityEpisode episode) {}
}
