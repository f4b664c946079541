package dev.tocsin.sdk.data;

import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes it seen when a feature goes on without a Redis that is configured. Working without Redis
/// because none was ever configured is a choice and is never reported.
///
/// Each episode has one line in the log at its begin and one at its end, a gauge in between
/// (`redis_fallback_active`), and one call of the listener for each change. Calling [#lost] on
/// every request is cheap.
public final class OptionalRedis {

  /// Features that are told apart; more of them are one feature `other`.
  public static final int MAX_FEATURES = 50;

  private static final Logger LOG = LoggerFactory.getLogger(OptionalRedis.class);
  private static final String OTHER = "other";

  private final boolean configured;
  private final GaugeFamily active;
  private final Consumer<RedisFallback> listener;
  private final Map<String, Boolean> fallenBack = new ConcurrentHashMap<>();

  /// @param configured whether `REDIS_URL`, or what stands for it, is set
  /// @param listener hears of each change; what it throws is logged and goes no further
  public OptionalRedis(Telemetry telemetry, boolean configured, Consumer<RedisFallback> listener) {
    this.configured = configured;
    this.listener = listener;
    this.active = telemetry.gauge("redis_fallback_active");
  }

  public boolean isConfigured() {
    return configured;
  }

  /// The feature could not reach Redis and works without it.
  ///
  /// @param reason fit for the log: no secrets, no URL with a password
  public void lost(String feature, String reason) {
    change(feature, true, reason);
  }

  /// The feature reached Redis.
  public void back(String feature) {
    change(feature, false, "");
  }

  /// The features that work without Redis now.
  public Set<String> fallenBack() {
    Set<String> features = new TreeSet<>();
    fallenBack.forEach((feature, fallen) -> add(features, feature, fallen));
    return features;
  }

  private static void add(Set<String> features, String feature, boolean fallen) {
    if (fallen) {
      features.add(feature);
    }
  }

  private void change(String named, boolean fallen, String reason) {
    if (!configured) {
      return;
    }
    String feature = bounded(named);
    Boolean before = fallenBack.get(feature);
    if (before != null && before == fallen) {
      return;
    }
    Boolean replaced = fallenBack.put(feature, fallen);
    active.set(fallen ? 1 : 0, feature);
    // A feature that has Redis from the start, or another thread that was faster, is no change.
    boolean changed = replaced == null ? fallen : replaced != fallen;
    if (changed) {
      tell(new RedisFallback(feature, fallen, reason));
    }
  }

  private String bounded(String feature) {
    return fallenBack.size() < MAX_FEATURES || fallenBack.containsKey(feature) ? feature : OTHER;
  }

  private void tell(RedisFallback change) {
    if (change.active()) {
      LOG.warn(
          "{} works without Redis, which is configured: {}", change.feature(), change.reason());
    } else {
      LOG.info("{} has Redis again.", change.feature());
    }
    try {
      listener.accept(change);
    } catch (RuntimeException e) {
      LOG.warn("Nobody was told that {} changed: {}", change.feature(), e.toString());
    }
  }
}
