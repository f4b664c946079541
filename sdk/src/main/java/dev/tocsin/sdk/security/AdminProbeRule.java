package dev.tocsin.sdk.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A source without a login that asks for administrative functions again and again. A single such
/// request is an expired session; the rule is for those who look for a door.
public final class AdminProbeRule implements AccessRule {

  private final int threshold;
  private final long windowMillis;
  private final Recent<LastTimes> sources = new Recent<>(Recent.MAX_KEYS);

  /// @param threshold requests of one source in the window
  public AdminProbeRule(int threshold, Duration window) {
    if (threshold < 2 || threshold > 1_000) {
      throw new IllegalArgumentException("The threshold of probing must be from 2 to 1000.");
    }
    this.threshold = threshold;
    this.windowMillis = window.toMillis();
  }

  @Override
  public synchronized Optional<Finding> judge(Access access, Instant at) {
    if (access.kind() != Access.Kind.DENIED) {
      return Optional.empty();
    }
    String source = TrustedProxies.sourceOf(access.origin().address());
    LastTimes times = sources.of(source, () -> new LastTimes(threshold));
    return times.add(at.toEpochMilli(), windowMillis)
        ? Optional.of(
            new Finding("admin_probe", Finding.source(source), "last " + access.resource()))
        : Optional.empty();
  }
}
