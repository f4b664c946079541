package dev.tocsin.sdk.lifecycle;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.OpsJson;
import dev.tocsin.sdk.watch.Watches;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// All lifecycles of an application: counts their stages on an interval and publishes `work_items`,
/// `work_stuck_items`, `work_oldest_age_seconds` and `work_age_limit_seconds`, so that a rule
/// compares an age with the limit that the application itself goes by.
public final class LifecycleMonitor implements AutoCloseable {

  /// How often each lifecycle is counted, unless told otherwise.
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(15);

  private static final int MAX_LIFECYCLES = 50;

  private final InstantSource clock;
  private final StuckWorkAlerts alerts;
  private final GaugeFamily items;
  private final GaugeFamily stuckItems;
  private final GaugeFamily oldestAge;
  private final GaugeFamily ageLimit;
  private final CounterFamily failures;
  private final Watches<LifecycleWatch> watches;

  public LifecycleMonitor(
      Telemetry telemetry, InstantSource clock, Duration interval, StuckWorkAlerts alerts) {
    this.clock = clock;
    this.watches = new Watches<>("lifecycle", MAX_LIFECYCLES, interval);
    this.alerts = alerts;
    String[] labels = {"lifecycle", "stage"};
    items = telemetry.gauge("work_items", "Entities in a stage.", labels);
    stuckItems = telemetry.gauge("work_stuck_items", "Entities over a stage's limit.", labels);
    oldestAge =
        telemetry.gauge("work_oldest_age_seconds", "Age of the oldest entity in a stage.", labels);
    ageLimit =
        telemetry.gauge("work_age_limit_seconds", "How long work may be in a stage.", labels);
    failures = telemetry.counter("work_query_failed_total", "Counts that failed.", "lifecycle");
  }

  /// Puts a lifecycle under watch.
  ///
  /// @throws IllegalArgumentException when its name is taken
  public void register(Lifecycle lifecycle) {
    LifecycleWatch watch = new LifecycleWatch(lifecycle, clock, watches.goodFor(), alerts);
    watches.add(lifecycle.name(), watch, () -> lookQuietly(watch));
    lifecycle.stages().forEach(stage -> publish(watch, stage.name()));
  }

  private void publish(LifecycleWatch watch, String stage) {
    Lifecycle lifecycle = watch.lifecycle();
    String[] labels = {lifecycle.name(), stage};
    items.observe(() -> figure(watch, stage, StageView::items), labels);
    stuckItems.observe(() -> figure(watch, stage, StageView::stuck), labels);
    oldestAge.observe(
        () -> figure(watch, stage, view -> OpsJson.seconds(view.oldestAge())), labels);
    ageLimit.observe(
        () ->
            lifecycle
                .stage(stage)
                .map(known -> OpsJson.seconds(known.ageLimit()))
                .orElse(Double.NaN),
        labels);
  }

  private static double figure(
      LifecycleWatch watch, String stage, ToDoubleFunction<StageView> part) {
    Optional<StageView> view = watch.fresh(stage);
    return view.isPresent() ? part.applyAsDouble(view.get()) : Double.NaN;
  }

  private void lookQuietly(LifecycleWatch watch) {
    try {
      watch.look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // The figures become unknown and the block says why; here the failure is counted.
      failures.increment(watch.lifecycle().name());
    }
  }

  Optional<LifecycleWatch> watch(String name) {
    return watches.find(name);
  }

  List<LifecycleWatch> watches() {
    return watches.all();
  }

  List<String> names() {
    return watches.names();
  }

  /// The block of a registered lifecycle, named after it: `shop.checkout` becomes `shopCheckout`.
  public OpsBlock block(Lifecycle lifecycle) {
    LifecycleWatch watch =
        watch(lifecycle.name())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The lifecycle '" + lifecycle.name() + "' must be registered first."));
    return new LifecycleBlock(watch);
  }

  /// The path that lists stuck entities.
  public OpsEndpoint endpoint() {
    return new StuckWorkEndpoint(this, clock);
  }

  @Override
  public void close() {
    watches.close();
  }
}
