package dev.tocsin.sdk.alert;

import dev.tocsin.sdk.data.RedisFallback;
import dev.tocsin.sdk.deploy.DeployListener;
import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.lifecycle.StuckWorkAlerts;
import dev.tocsin.sdk.outbox.OutboxAlerts;
import dev.tocsin.sdk.security.SecurityListener;
import dev.tocsin.sdk.usage.ZeroCostAlarm;
import java.util.Map;
import java.util.function.Consumer;

/// What each feature calls when it has an alert. All of them end in the fallbacks, so one place
/// deduplicates, shows and sends them.
public final class FeatureAlerts {

  /// Active after a deployment whose smoke tests failed.
  public static final String SMOKE_KEY = "deploy.smoke.failed";

  private final Fallbacks fallbacks;

  public FeatureAlerts(Fallbacks fallbacks) {
    this.fallbacks = fallbacks;
  }

  /// Stuck work under the keys of its stages: critical where the stage says RED, else a warning; an
  /// alert in any case.
  public StuckWorkAlerts stuckWork() {
    return new StuckWorkRaiser(fallbacks);
  }

  /// A lost event is critical; events in a buffer are a warning that lasts until they are out.
  public OutboxAlerts outbox() {
    return new OutboxRaiser(fallbacks);
  }

  /// Use at no cost is critical: it is money.
  public ZeroCostAlarm zeroCost() {
    return (key, message) ->
        fallbacks.raise(AlertKey.of(key), FallbackSeverity.CRITICAL, message, Map.of());
  }

  /// Failed smoke tests under [#SMOKE_KEY], until a later run passes.
  public DeployListener deploy() {
    return new SmokeRaiser(fallbacks);
  }

  /// Features that go on without Redis, under `redis.unavailable.<feature>`.
  public Consumer<RedisFallback> redis() {
    return new RedisRaiser(fallbacks);
  }

  /// Attacks under `security.<type>.<reason>`, active while any of that kind goes on.
  public SecurityListener security() {
    return new EpisodeRaiser(fallbacks);
  }
}
