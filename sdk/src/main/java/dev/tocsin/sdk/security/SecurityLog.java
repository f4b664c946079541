package dev.tocsin.sdk.security;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// The log events, with names and fields that do not change: `security.failed_login`,
/// `security.brute_force`, `security.privilege_escalation`, `security.unusual_access`,
/// `security.episode_began`, `security.episode_ended`. The marker `SECURITY` says that they are
/// never sampled.
final class SecurityLog {

  static final String LOGGER = "dev.tocsin.sdk.security";
  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
  private static final Marker MARKER = MarkerFactory.getMarker("SECURITY");

  private SecurityLog() {}

  static void event(SecurityEvent event) {
    String name = "security." + event.type().label();
    LoggingEventBuilder line = line(name).addKeyValue("reason", event.reason());
    line.addKeyValue("securityUser", event.user())
        .addKeyValue("sourceAddress", event.origin().address())
        .addKeyValue("userAgent", event.origin().userAgent())
        .addKeyValue("country", String.valueOf(event.origin().country()))
        .addKeyValue("detail", event.detail())
        .log(name);
  }

  static void episode(String word, SecurityEpisode episode) {
    String name = "security.episode_" + word;
    line(name)
        .addKeyValue("type", episode.type().label())
        .addKeyValue("reason", episode.reason())
        .addKeyValue("subject", episode.subject())
        .addKeyValue("began", episode.began().toString())
        .addKeyValue("events", episode.events())
        .log(name);
  }

  static void listenerFailed(RuntimeException e) {
    LOG.error("A listener of security events failed.", e);
  }

  static void ruleFailed(RuntimeException e) {
    LOG.error("A rule of unusual access failed.", e);
  }

  private static LoggingEventBuilder line(String name) {
    return LOG.atLevel(Level.WARN).addMarker(MARKER).addKeyValue("event", name);
  }
}
