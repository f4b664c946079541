package dev.tocsin.sdk.fallback;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where code says that it works in a degraded mode, and where operators see which ones are active.
///
/// [#raise] and [#resolve] never throw and never wait: a notification that cannot be taken is
/// counted in `fallback_emit_failures_total` and logged. A mode that lasts is raised again at each
/// use; the dedup window keeps listeners from hearing more than they need, and a key that nobody
/// has raised for the quiet time counts as resolved, so a forgotten [#resolve] does not stay for
/// good.
public final class Fallbacks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Fallbacks.class);

  private final InstantSource clock;
  private final FallbackTable table;
  private final FallbackDispatch dispatch;
  private final List<DegradedMode> modes = new CopyOnWriteArrayList<>();
  private final Map<String, Boolean> published = new ConcurrentHashMap<>();
  private final CounterFamily notifications;
  private final CounterFamily failures;
  private final GaugeFamily active;

  public Fallbacks(Telemetry telemetry) {
    this(telemetry, FallbackOptions.defaults(), InstantSource.system());
  }

  public Fallbacks(Telemetry telemetry, FallbackOptions options, InstantSource clock) {
    this.clock = clock;
    this.notifications =
        telemetry.counter(
            "fallback_notifications_total", "Raised fallbacks, repetitions included.", "key");
    this.failures =
        telemetry.counter(
            "fallback_emit_failures_total", "Fallbacks that could not be told of.", "reason");
    this.active = telemetry.gauge("fallback_active", "1 while the degraded mode is active.", "key");
    this.dispatch =
        new FallbackDispatch(
            options.queueLimit(), reason -> failures.increment(reason), () -> tableSweep());
    this.table = new FallbackTable(options, this::pages, this::hear);
  }

  /// Declares a mode, so that it has an owner and thresholds when it is active. A second
  /// declaration of the same key is a mistake of the configuration.
  public void declare(DegradedMode mode) {
    if (modes.stream().anyMatch(known -> known.key().equals(mode.key()))) {
      throw new IllegalArgumentException(
          "The degraded mode " + mode.key() + " is declared twice; keep one of the declarations.");
    }
    modes.add(mode);
    if (!mode.key().endsWith("*")) {
      notifications.declare(mode.key());
      publish(mode.key());
    }
  }

  /// Adds somebody who hears of what is active already and of every event from now on.
  public void addListener(FallbackListener listener) {
    table.welcome(() -> dispatch.add(listener), event -> dispatch.offer(event, listener));
  }

  /// Says that a degraded mode is in use.
  public void raise(
      String key, FallbackSeverity severity, String message, Map<String, String> context) {
    take(key, () -> new FallbackNotification(key, severity, message, context), Term.WHILE_RAISED);
  }

  /// As [#raise], for a state that has an end of its own (stuck work): it stays active, however
  /// long nobody speaks of it, until [#resolve].
  public void raiseUntilResolved(
      String key, FallbackSeverity severity, String message, Map<String, String> context) {
    take(key, () -> new FallbackNotification(key, severity, message, context), Term.LASTING);
  }

  /// As [#raiseUntilResolved], and a person is called for it whatever its severity.
  public void alertUntilResolved(
      String key, FallbackSeverity severity, String message, Map<String, String> context) {
    take(key, () -> new FallbackNotification(key, severity, message, context), Term.CALLING);
  }

  private void take(String key, Supplier<FallbackNotification> written, Term term) {
    try {
      raise(written.get(), term);
    } catch (IllegalArgumentException e) {
      failures.increment("bad_key");
      LOG.warn("fallback could not be raised: {}", e.getMessage());
    } catch (RuntimeException e) {
      failures.increment("error");
      LOG.warn("fallback {} could not be raised", key, e);
    }
  }

  /// As [#raise(String, FallbackSeverity, String, Map)], without context.
  public void raise(String key, FallbackSeverity severity, String message) {
    raise(key, severity, message, Map.of());
  }

  /// Says that a degraded mode is over. A key that is not active is no mistake.
  public void resolve(String key) {
    try {
      table.resolve(key, clock.instant());
    } catch (RuntimeException e) {
      failures.increment("error");
      LOG.warn("fallback {} could not be resolved", key, e);
    }
  }

  /// Every key that is remembered, active or resolved, in the order in which they first appeared.
  public List<FallbackStatus> all() {
    return table.all(clock.instant());
  }

  /// The modes that are active now.
  public List<ActiveMode> active() {
    Instant now = clock.instant();
    List<ActiveMode> found = new ArrayList<>();
    for (FallbackStatus status : table.all(now)) {
      if (status.active()) {
        found.add(new ActiveMode(status, modeOf(status.key()), pages(status, now)));
      }
    }
    return List.copyOf(found);
  }

  /// The declared modes.
  public List<DegradedMode> modes() {
    return List.copyOf(modes);
  }

  InstantSource clock() {
    return clock;
  }

  /// Waits until the listeners have heard of everything so far, or the time is over.
  public void flush(Duration limit) throws InterruptedException {
    dispatch.flush(limit);
  }

  /// Gives the listeners two seconds to finish.
  @Override
  public void close() {
    try {
      dispatch.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void raise(FallbackNotification notification, Term term) {
    notifications.increment(notification.key());
    if (table.raise(notification, term, clock.instant())) {
      publish(notification.key());
    } else {
      failures.increment("key_limit");
      LOG.warn("fallback {} not kept: too many keys are active", notification.key());
    }
  }

  /// The gauge of a key is read from the table at each scrape; published once per key.
  private void publish(String key) {
    if (published.putIfAbsent(key, true) == null) {
      active.observe(() -> table.isActive(key, clock.instant()) ? 1 : 0, key);
    }
  }

  private void tableSweep() {
    table.sweep(clock.instant());
  }

  private void hear(FallbackEvent event) {
    FallbackStatus status = event.status();
    if (event.kind() == FallbackEvent.Kind.RESOLVED) {
      LOG.info("fallback resolved key={} count={}", status.key(), status.count());
    } else {
      LOG.warn(
          "fallback raised key={} severity={} count={}: {} {}",
          status.key(),
          status.latest().severity(),
          status.count(),
          status.latest().message(),
          status.latest().context());
    }
    dispatch.offer(event);
  }

  /// Whether a person has to be called for it.
  private boolean pages(FallbackStatus status, Instant now) {
    DegradedMode mode = modeOf(status.key());
    return status.latest().severity() == FallbackSeverity.CRITICAL
        || (mode != null && mode.thresholds().reachedBy(status, now));
  }

  private @Nullable DegradedMode modeOf(String key) {
    return modes.stream().filter(mode -> mode.covers(key)).findFirst().orElse(null);
  }
}
