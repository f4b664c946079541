package dev.tocsin.server.selfmon;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.server.account.ValidationFigures;
import dev.tocsin.server.deliver.Channels;
import dev.tocsin.server.deliver.DeliveryFigures;
import dev.tocsin.server.event.Events;
import dev.tocsin.server.ingest.Refusal;
import dev.tocsin.server.ingest.SampleSink;
import dev.tocsin.server.query.Queries;
import dev.tocsin.server.store.SampleStore;
import io.micrometer.core.instrument.FunctionCounter;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Publishes the figures of the server's own parts.
public final class SelfMetrics {
  private final Telemetry telemetry;

  public SelfMetrics(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /// The delivery queue. The figures are read at most once for each scrape and second.
  public void watchDeliveries(Supplier<DeliveryFigures> figures, InstantSource clock) {
    var latest = new Latest<>(figures, clock);
    telemetry
        .gauge("incident_alerts_pending", "Notifications that wait for their delivery.")
        .observe(() -> latest.get().pending());
    telemetry
        .gauge(
            "incident_alerts_oldest_pending_age_seconds",
            "Age of the oldest notification that waits for its delivery.")
        .observe(() -> latest.get().oldestPendingAgeMillis() / 1000.0);
    telemetry
        .gauge("incident_alerts_dead_letter", "Notifications that were given up.")
        .observe(() -> latest.get().deadLetters());
    telemetry
        .gauge(
            "incident_alerts_worker_heartbeat_timestamp_seconds",
            "When the delivery worker was last seen at work.")
        .observe(() -> latest.get().heartbeatMillis() / 1000.0);
    counter("incident_alerts_dropped_total", latest, it -> it.get().droppedTotal());
  }

  /// The ways out: what is configured, and how the canary pages fare.
  public void watchChannels(Channels channels, InstantSource clock) {
    var configured =
        telemetry.gauge(
            "incident_transport_configured",
            "Whether a part of a way to reach people is configured.",
            "transport",
            "part");
    for (var transport : channels.transports()) {
      configured.set(transport.isConfigured() ? 1 : 0, transport.transport(), transport.part());
    }
    var latest = new Latest<>(channels::canaries, clock);
    var took =
        telemetry.gauge(
            "incident_alerts_canary_seconds",
            "What the last canary page took from the queue to its receiver.",
            "channel");
    for (var channel : channels.canaryChannels()) {
      took.observe(
          () -> {
            var arrival = latest.get().get(channel);
            return arrival == null ? Double.NaN : arrival.tookMillis() / 1000.0;
          },
          channel);
    }
  }

  public void watchEvents(Events events) {
    counter("tocsin_events_accepted_total", events, Events::accepted);
    counter("tocsin_events_duplicate_total", events, Events::duplicates);
  }

  public void watchSamples(SampleStore store, SampleSink sink) {
    telemetry
        .gauge("tocsin_store_series", "Series in memory.")
        .observe(() -> store.statistics().series());
    telemetry
        .gauge("tocsin_store_samples", "Samples in memory.")
        .observe(() -> store.statistics().samples());
    telemetry
        .gauge("tocsin_store_chunk_bytes", "Bytes of compressed samples in memory.")
        .observe(() -> store.statistics().chunkBytes());
    telemetry
        .gauge("tocsin_store_log_bytes", "Bytes of the write-ahead log.")
        .observe(() -> store.statistics().walBytes());
    counter("tocsin_samples_accepted_total", sink, SampleSink::accepted);
    for (var refusal : Refusal.values()) {
      FunctionCounter.builder(
              "tocsin_samples_refused_total",
              sink,
              it -> it.refused().getOrDefault(refusal, 0L).doubleValue())
          .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
          .register(telemetry.registry());
    }
  }

  public void watchQueries(Queries queries) {
    counter("tocsin_queries_finished_total", queries, it -> it.statistics().finished());
    counter("tocsin_queries_failed_total", queries, it -> it.statistics().failed());
    counter("tocsin_queries_refused_total", queries, it -> it.statistics().refused());
    telemetry
        .gauge("tocsin_queries_running", "Queries in work now.")
        .observe(() -> queries.statistics().running());
  }

  public void watchValidations(ValidationFigures figures) {
    for (var mode : ValidationFigures.Mode.values()) {
      FunctionCounter.builder(
              "auth_token_validations_total", figures, it -> it.totals(mode).count())
          .tag("mode", mode.label())
          .register(telemetry.registry());
      FunctionCounter.builder(
              "auth_token_validation_seconds_total", figures, it -> it.totals(mode).seconds())
          .tag("mode", mode.label())
          .register(telemetry.registry());
    }
  }

  private <T> void counter(String name, T source, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, source, value).register(telemetry.registry());
  }

  /// A value that is computed again when the last one is a second old.
  private static final class Latest<T> implements Supplier<T> {
    private static final long AGE_MILLIS = 1_000;

    private final Supplier<T> source;
    private final InstantSource clock;
    private T value;
    private long atMillis;

    Latest(Supplier<T> source, InstantSource clock) {
      this.source = source;
      this.clock = clock;
      this.value = source.get();
      this.atMillis = clock.millis();
    }

    @Override
    public synchronized T get() {
      long now = clock.millis();
      if (now - atMillis >= AGE_MILLIS) {
        value = source.get();
        atMillis = now;
      }
      return value;
    }
  }
}
