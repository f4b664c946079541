package dev.tocsin.sdk.guard;

import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.CounterFamily;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one place that decides whether a value is young enough to be used, so that every path
/// through an application behaves alike: fresh values are used, stale ones are used and marked,
/// older ones are refused.
///
/// Each key (a currency) is judged by itself. While any key is stale the rule's `staleKey` is
/// raised, before refusals begin; while any is refused the `rejectedKey` is. Both are resolved when
/// no key is in that state any more.
public final class BoundedStaleness {

  /// A date further ahead than this is a mistake of the source, not a fresh value.
  public static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofMinutes(1);

  private final StalenessRule rule;
  private final CounterFamily uses;
  private final Fallbacks fallbacks;
  private final InstantSource clock;
  private final KeySet stale = new KeySet();
  private final KeySet rejected = new KeySet();

  /// @param uses counts by one label: `fresh`, `stale`, `rejected`
  public BoundedStaleness(
      StalenessRule rule, CounterFamily uses, Fallbacks fallbacks, InstantSource clock) {
    this.rule = rule;
    this.uses = uses;
    this.fallbacks = fallbacks;
    this.clock = clock;
    for (Freshness freshness : Freshness.values()) {
      uses.declare(label(freshness));
    }
  }

  public StalenessRule rule() {
    return rule;
  }

  /// Judges without using: counts nothing, raises nothing.
  ///
  /// @param asOf when the value was true; null when there is none
  public Freshness judge(@Nullable Instant asOf) {
    if (asOf == null) {
      return Freshness.REJECTED;
    }
    Duration age = Duration.between(asOf, clock.instant());
    if (age.compareTo(MAX_CLOCK_DIFFERENCE.negated()) < 0) {
      return Freshness.REJECTED;
    }
    if (age.compareTo(rule.freshFor()) <= 0) {
      return Freshness.FRESH;
    }
    return age.compareTo(rule.limit()) <= 0 ? Freshness.STALE : Freshness.REJECTED;
  }

  /// Uses the value of a key if it is young enough.
  ///
  /// @param key what is judged by itself, such as `EUR`
  /// @throws StaleValueException when it is not; the conversion has not run then
  public <R extends @Nullable Object> Checked<R> use(
      String key, @Nullable Instant asOf, Supplier<R> conversion) {
    Freshness freshness = judge(asOf);
    uses.increment(label(freshness));
    track(key, freshness);
    if (freshness == Freshness.REJECTED) {
      throw new StaleValueException(key, why(asOf));
    }
    return new Checked<>(conversion.get(), freshness == Freshness.STALE);
  }

  private void track(String key, Freshness freshness) {
    if (stale.set(key, freshness == Freshness.STALE)) {
      fallbacks.resolve(rule.staleKey());
    }
    if (rejected.set(key, freshness == Freshness.REJECTED)) {
      fallbacks.resolve(rule.rejectedKey());
    }
    if (freshness == Freshness.STALE) {
      fallbacks.raise(
          rule.staleKey(),
          FallbackSeverity.WARNING,
          "Stale values are used, refusal begins " + rule.limit() + " after their date.",
          Map.of("keys", stale.toString()));
    } else if (freshness == Freshness.REJECTED) {
      fallbacks.raise(
          rule.rejectedKey(),
          FallbackSeverity.CRITICAL,
          "Values older than " + rule.limit() + " are refused to protect customers.",
          Map.of("keys", rejected.toString()));
    }
  }

  private String why(@Nullable Instant asOf) {
    if (asOf == null) {
      return "there is none";
    }
    return asOf.isAfter(clock.instant())
        ? "its date " + asOf + " lies in the future"
        : "it is of " + asOf + " and may be at most " + rule.limit() + " old";
  }

  private static String label(Freshness freshness) {
    return freshness.name().toLowerCase(Locale.ROOT);
  }
}
