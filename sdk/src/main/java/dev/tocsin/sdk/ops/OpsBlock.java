package dev.tocsin.sdk.ops;

import java.time.Duration;

/// One block of `/health/ops`: a feature's own view of how it stands.
///
/// Whoever has something to tell implements this and registers it; the surface runs all blocks with
/// their own time limit, caches them, and adds the time of collection and the age.
public interface OpsBlock {

  Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
  Duration DEFAULT_CACHE_TIME = Duration.ofSeconds(5);

  /// The key in the answer, in camelCase: `checkoutLifecycle`.
  String name();

  /// Looks now. May throw: the block is then RED with the reason that it could not be collected.
  BlockReport collect() throws Exception;

  /// How long [#collect()] may take; then the block is RED.
  default Duration timeout() {
    return DEFAULT_TIMEOUT;
  }

  /// How long a report is given out again.
  default Duration cacheTime() {
    return DEFAULT_CACHE_TIME;
  }
}
