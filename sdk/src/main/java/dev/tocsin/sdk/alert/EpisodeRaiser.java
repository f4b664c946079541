package dev.tocsin.sdk.alert;

import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.security.SecurityEpisode;
import dev.tocsin.sdk.security.SecurityEventType;
import dev.tocsin.sdk.security.SecurityListener;
import java.util.HashMap;
import java.util.Map;

/// Attacks by kind. The key leaves out whom they are about: subjects have no bound and may be
/// personal, so an operator reads them in the block `security`.
final class EpisodeRaiser implements SecurityListener {

  private final Fallbacks fallbacks;
  private final Map<String, Integer> open = new HashMap<>();

  EpisodeRaiser(Fallbacks fallbacks) {
    this.fallbacks = fallbacks;
  }

  @Override
  public synchronized void episodeBegan(SecurityEpisode episode) {
    String key = key(episode);
    int count = open.merge(key, 1, Integer::sum);
    SecurityEventType type = episode.type();
    boolean attack =
        type == SecurityEventType.BRUTE_FORCE || type == SecurityEventType.PRIVILEGE_ESCALATION;
    fallbacks.raiseUntilResolved(
        key,
        attack ? FallbackSeverity.CRITICAL : FallbackSeverity.WARNING,
        "%s noticed by %s; /health/ops names whom it is about."
            .formatted(type.label(), episode.reason()),
        Map.of("type", type.label(), "reason", episode.reason(), "open", String.valueOf(count)));
  }

  @Override
  public synchronized void episodeEnded(SecurityEpisode episode) {
    String key = key(episode);
    Integer left = open.computeIfPresent(key, (same, count) -> count > 1 ? count - 1 : null);
    if (left == null) {
      fallbacks.resolve(key);
    }
  }

  private static String key(SecurityEpisode episode) {
    return AlertKey.of("security." + episode.type().label() + "." + episode.reason());
  }
}
