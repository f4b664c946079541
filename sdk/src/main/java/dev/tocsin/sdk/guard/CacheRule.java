package dev.tocsin.sdk.guard;

import java.time.Duration;

/// How a cache lives and when its corruption is told of.
///
/// @param timeToLive of an entry
/// @param corruptKey the fallback key of corruption
/// @param raiseAfter raised from this many corrupt entries on ...
/// @param within ... in this time
public record CacheRule(Duration timeToLive, String corruptKey, int raiseAfter, Duration within) {

  public CacheRule {
    if (timeToLive.isNegative() || timeToLive.isZero() || within.isNegative() || raiseAfter < 1) {
      throw new IllegalArgumentException(
          "A cache needs a positive time to live and raises after at least one corrupt entry.");
    }
  }

  /// Locale entries: each corrupt one is told of, as `i18n.locale.cache-corrupt`.
  public static CacheRule locales(Duration timeToLive) {
    return new CacheRule(timeToLive, "i18n.locale.cache-corrupt", 1, Duration.ZERO);
  }

  /// Catalogue quotes: three corrupt entries in ten minutes are told of, as
  /// `catalog.quote-cache.corrupt`.
  public static CacheRule quotes(Duration timeToLive) {
    return new CacheRule(timeToLive, "catalog.quote-cache.corrupt", 3, Duration.ofMinutes(10));
  }
}
