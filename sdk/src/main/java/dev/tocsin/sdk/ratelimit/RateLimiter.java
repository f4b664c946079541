package dev.tocsin.sdk.ratelimit;

import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.redis.RedisLink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Limits requests per client and rule in a sliding window.
///
/// With Redis all replicas share the count. While Redis is away this process counts by itself, for
/// at most 10,000 clients: the gauge `rate_limit_local_fallback` is 1 then and the fallback key
/// [#FALLBACK_KEY] is active; requests are still limited, only no longer together. Clients appear
/// in Redis as digests.
public final class RateLimiter {

  public static final String FALLBACK_KEY = "http.rate-limit.local-fallback";
  private static final Duration TELL_EVERY = Duration.ofSeconds(10);

  private final @Nullable RateStore shared;
  private final LocalRateStore local = new LocalRateStore();
  private final Fallbacks fallbacks;
  private final InstantSource clock;
  private final CounterFamily denied;
  private volatile boolean fallenBack;
  private volatile Instant toldAt = Instant.MIN;

  private RateLimiter(
      @Nullable RateStore shared, Telemetry telemetry, Fallbacks fallbacks, InstantSource clock) {
    this.shared = shared;
    this.fallbacks = fallbacks;
    this.clock = clock;
    this.denied =
        telemetry.counter(
            "rate_limit_denied_total", "Requests answered with 429.", "route", "limiter");
    telemetry
        .gauge(
            "rate_limit_local_fallback",
            "1 while each process limits by itself although Redis is configured.")
        .observe(() -> fallenBack ? 1 : 0);
  }

  /// Counts in Redis. Needs Lettuce on the class path.
  public static RateLimiter shared(
      RedisLink redis, Telemetry telemetry, Fallbacks fallbacks, InstantSource clock) {
    return new RateLimiter(new RedisRateStore(redis), telemetry, fallbacks, clock);
  }

  /// Counts in this process only, on purpose.
  public static RateLimiter local(Telemetry telemetry, Fallbacks fallbacks, InstantSource clock) {
    return new RateLimiter(null, telemetry, fallbacks, clock);
  }

  /// Decides on a request and counts it. Never throws because of Redis.
  ///
  /// @param route its template, for the metric: `/login`
  /// @param client who asks: an account, a key, an address
  public RateDecision decide(String route, RateLimitRule rule, String client) {
    String key = rule.limiter() + ":" + digest(client);
    RateDecision decision = count(key, rule);
    if (!decision.allowed()) {
      denied.increment(route, rule.limiter());
    }
    return decision;
  }

  /// As [#decide], with the refusal as an exception.
  ///
  /// @throws RateLimitedException when the client has to wait
  public RateDecision require(String route, RateLimitRule rule, String client) {
    RateDecision decision = decide(route, rule, client);
    if (!decision.allowed()) {
      throw new RateLimitedException(decision);
    }
    return decision;
  }

  private RateDecision count(String key, RateLimitRule rule) {
    long now = clock.millis();
    if (shared == null) {
      return local.hit(key, rule, now).decision(rule, true);
    }
    try {
      RateDecision decision = shared.hit(key, rule, now).decision(rule, false);
      recovered();
      return decision;
    } catch (RuntimeException e) {
      fellBack(e);
      return local.hit(key, rule, now).decision(rule, true);
    }
  }

  private void recovered() {
    if (fallenBack) {
      fallenBack = false;
      toldAt = Instant.MIN;
      fallbacks.resolve(FALLBACK_KEY);
    }
  }

  private void fellBack(RuntimeException cause) {
    fallenBack = true;
    Instant now = clock.instant();
    if (toldAt.equals(Instant.MIN) || !now.isBefore(toldAt.plus(TELL_EVERY))) {
      toldAt = now;
      fallbacks.raise(
          FALLBACK_KEY,
          FallbackSeverity.WARNING,
          "Redis is away; each process limits requests by itself. " + cause.getMessage());
    }
  }

  private static String digest(String client) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(client.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 22);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("BUG: this JDK lacks SHA-256", e);
    }
  }
}
